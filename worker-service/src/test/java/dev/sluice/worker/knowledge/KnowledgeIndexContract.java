package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every knowledge index does. */
abstract class KnowledgeIndexContract {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /** Vectors as the test says. */
    static final class Told implements KnowledgeIndex.Known {
        private final Map<String, Vector> vectors = new HashMap<>();

        @Override
        public String model() {
            return "test-model";
        }

        @Override
        public @Nullable Vector of(String text) {
            return vectors.get(text);
        }
    }

    final Told known = new Told();

    private final Map<Catalogue.Key, Long> revisions = new HashMap<>();
    private long revision;

    /** An empty one. */
    abstract KnowledgeIndex index();

    @Test
    void a_passage_is_found_by_other_forms_of_its_words_and_comes_verbatim() {
        put("acme", "d1", "# Caching\n\nAnswers are cached for an hour.\n\n# Limits\n\nKeys have limits.");

        List<Hit> found = words("acme", "how long is an answer cached?");

        assertThat(found).first().satisfies(hit -> {
            assertThat(hit.text()).isEqualTo("Answers are cached for an hour.");
            assertThat(hit.title()).isEqualTo("Title of d1 > Caching");
            assertThat(hit.ordinal()).isZero();
            assertThat(hit.documentId()).isEqualTo("d1");
            assertThat(hit.url()).isEqualTo("https://a.example/d1");
        });
    }

    @Test
    void a_tenant_finds_nothing_of_another_by_words_or_by_meaning() {
        know("The secret word is papaya.", 1, 0);
        put("acme", "d1", "The secret word is papaya.");

        assertThat(words("acme", "papaya")).hasSize(1);
        assertThat(meaning("acme", Scope.ALL, 1, 0)).hasSize(1);
        assertThat(words("globex", "papaya")).isEmpty();
        assertThat(meaning("globex", Scope.ALL, 1, 0)).isEmpty();
        assertThat(index().text("globex", "d1")).isEmpty();
        assertThat(index().text("acme", "d1")).hasValue("The secret word is papaya.");
    }

    @Test
    void a_second_document_with_an_id_replaces_the_first_and_a_removed_one_is_found_no_more() {
        put("acme", "d1", "# A\n\nAbout apples.\n\n# B\n\nAbout plums.");
        put("acme", "d1", "About pears.");
        assertThat(words("acme", "apples plums")).isEmpty();
        assertThat(words("acme", "pears")).hasSize(1);

        forget("acme", "d1");

        assertThat(words("acme", "pears")).isEmpty();
        assertThat(index().text("acme", "d1")).isEmpty();
    }

    @Test
    void the_nearest_vectors_come_first_and_passages_without_one_are_not_among_them() {
        know("North.", 0, 1);
        know("East.", 1, 0);
        know("North-east.", 1, 1);
        put("acme", "n", "North.");
        put("acme", "e", "East.");
        put("acme", "ne", "North-east.");
        put("acme", "none", "Nowhere.");

        assertThat(meaning("acme", Scope.ALL, 0.1f, 1))
                .extracting(Hit::documentId)
                .containsExactly("n", "ne", "e");
    }

    @Test
    void vectors_of_another_model_are_not_compared() {
        know("North.", 0, 1);
        put("acme", "n", "North.");

        assertThat(index().byMeaning("acme", "other-model", vector(0, 1), Scope.ALL, 5))
                .isEmpty();
    }

    @Test
    void a_scope_holds_for_words_and_for_meaning() {
        know("Red apples.", 1, 0);
        know("Green apples.", 1, 0.1f);
        know("Old apples.", 1, 0.2f);
        put("acme", "red", "Red apples.", "fruit", "red");
        put("acme", "green", "Green apples.", "fruit");
        put("acme", "old", "Old apples.");
        var labelled = new Scope(Set.of("red", "unknown"), Set.of());
        var named = new Scope(Set.of(), Set.of("green", "old"));
        var both = new Scope(Set.of("fruit"), Set.of("green", "old"));

        assertThat(index().byWords("acme", "apples", labelled, 5))
                .extracting(Hit::documentId)
                .containsExactly("red");
        assertThat(meaning("acme", labelled, 1, 0)).extracting(Hit::documentId).containsExactly("red");
        assertThat(meaning("acme", named, 1, 0)).extracting(Hit::documentId).containsExactly("green", "old");
        assertThat(meaning("acme", both, 1, 0)).extracting(Hit::documentId).containsExactly("green");
        assertThat(index().byWords("acme", "apples", both, 5))
                .extracting(Hit::documentId)
                .containsExactly("green");
    }

    @Test
    void no_more_than_asked_for_is_found() {
        for (int i = 0; i < 7; i++) {
            put("acme", "d" + i, "Apples number " + i + ".");
        }

        assertThat(index().byWords("acme", "apples", Scope.ALL, 6)).hasSize(6);
        assertThat(index().byWords("acme", "apples", Scope.ALL, 7)).hasSize(7);
        assertThat(index().byWords("acme", "apples", Scope.ALL, 8)).hasSize(7);
    }

    @Test
    void questions_that_look_like_a_query_language_are_words() {
        put("acme", "d1", "Ports are numbers.");

        assertThat(words("acme", "ports:[* TO *] AND (")).hasSize(1);
        assertThat(words("acme", "\" ~ ^ \\")).isEmpty();
        assertThat(words("acme", "word ".repeat(5_000))).isEmpty();
    }

    void know(String text, float... numbers) {
        for (String title : List.of("n", "e", "ne", "d1", "red", "green", "old")) {
            known.vectors.put("Title of " + title + "\n" + text, vector(numbers));
        }
    }

    static Vector vector(float... numbers) {
        double squares = 0;
        for (float number : numbers) {
            squares += number * number;
        }
        float[] unit = new float[numbers.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (numbers[i] / Math.sqrt(squares));
        }
        return new Vector(unit);
    }

    void put(String tenant, String id, String text, String... labels) {
        var document = new Document(
                Document.SCHEMA, tenant, id, "Title of " + id, "https://a.example/" + id, text, List.of(labels), NOW);
        index().put(document, revised(document), Chunks.of(text), known);
        index().refresh();
    }

    void forget(String tenant, String id) {
        revisions.remove(new Catalogue.Key(tenant, id));
        index().remove(tenant, id, ++revision);
        index().refresh();
    }

    /** The next revision, which counts from now on. */
    long revised(Document document) {
        revisions.put(new Catalogue.Key(document.tenant(), document.id()), ++revision);
        return revision;
    }

    /** Which revision counts, as the topic would have it. */
    OptionalLong counting(String tenant, String id) {
        Long counts = revisions.get(new Catalogue.Key(tenant, id));
        return counts == null ? OptionalLong.empty() : OptionalLong.of(counts);
    }

    List<Hit> words(String tenant, String question) {
        return index().byWords(tenant, question, Scope.ALL, 5);
    }

    List<Hit> meaning(String tenant, Scope scope, float... numbers) {
        return index().byMeaning(tenant, known.model(), vector(numbers), scope, 5);
    }
}
