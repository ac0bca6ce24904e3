package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.knowledge.Passage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_passage_is_found_by_other_forms_of_its_words_and_comes_verbatim() {
        try (var library = new Library(folder)) {
            put(library, "acme", "d1", "# Caching\n\nAnswers are cached for an hour.\n\n# Limits\n\nKeys have limits.");

            List<Passage> found = library.search("acme", "how long is an answer cached?", 5);

            assertThat(found).first().satisfies(passage -> {
                assertThat(passage.text()).isEqualTo("Answers are cached for an hour.");
                assertThat(passage.title()).isEqualTo("Title of d1 > Caching");
                assertThat(passage.n()).isEqualTo(1);
                assertThat(passage.documentId()).isEqualTo("d1");
            });
        }
    }

    @Test
    void a_tenant_finds_nothing_of_another_and_its_scores_do_not_change_with_what_others_have() {
        try (var library = new Library(folder)) {
            put(library, "acme", "d1", "The secret word is papaya. It is written nowhere else.");
            double before = library.search("acme", "papaya", 5).getFirst().score();

            for (int i = 0; i < 50; i++) {
                put(library, "globex", "g" + i, "papaya papaya papaya");
            }

            assertThat(library.search("acme", "papaya", 5)).hasSize(1);
            assertThat(library.search("acme", "papaya", 5).getFirst().score()).isEqualTo(before);
            assertThat(library.search("initech", "papaya", 5)).isEmpty();
            assertThat(library.text("globex", "d1")).isEmpty();
            assertThat(library.find("globex", "d1")).isEmpty();
        }
    }

    @Test
    void a_second_document_with_an_id_replaces_the_first_and_a_removed_one_is_found_no_more() {
        try (var library = new Library(folder)) {
            put(library, "acme", "d1", "About apples.");
            put(library, "acme", "d1", "About pears, which are longer.");
            assertThat(library.search("acme", "apples", 5)).isEmpty();
            assertThat(library.search("acme", "pears", 5)).hasSize(1);
            assertThat(library.documents("acme")).isEqualTo(1);
            assertThat(library.characters("acme")).isEqualTo(30);

            library.remove("acme", "d1");
            library.refresh();

            assertThat(library.search("acme", "pears", 5)).isEmpty();
            assertThat(library.characters("acme")).isZero();
        }
    }

    @Test
    void questions_that_look_like_a_query_language_are_words() {
        try (var library = new Library(folder)) {
            put(library, "acme", "d1", "Ports are numbers.");

            assertThat(library.search("acme", "ports:[* TO *] AND (", 5)).hasSize(1);
            assertThat(library.search("acme", "\" ~ ^ \\", 5)).isEmpty();
            assertThat(library.search("acme", "word ".repeat(5_000), 5)).isEmpty();
        }
    }

    private static void put(Library library, String tenant, String id, String text) {
        library.put(new Document(Document.SCHEMA, tenant, id, "Title of " + id, null, text, NOW));
        library.refresh();
    }
}
