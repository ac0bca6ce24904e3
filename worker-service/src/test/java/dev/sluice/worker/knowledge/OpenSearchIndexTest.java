package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real OpenSearch with its k-NN plugin. */
class OpenSearchIndexTest extends KnowledgeIndexContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static @Nullable OpenSearchNode node;

    private OpenSearchIndex index;
    private OpenSearchSettings settings;

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = OpenSearchNode.start(folder.resolve("node"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void open() {
        settings = OpenSearchSettings.of(node.url(), "knowledge-" + NUMBER.incrementAndGet());
        index = another(10_000);
    }

    @AfterEach
    void close() {
        index.close();
    }

    private OpenSearchIndex another(int exactBelow) {
        return new OpenSearchIndex(settings, new ObjectMapper(), this::counting, exactBelow);
    }

    @Override
    KnowledgeIndex index() {
        return index;
    }

    @Test
    void before_anything_was_written_nothing_is_found() {
        assertThat(words("acme", "papaya")).isEmpty();
        assertThat(meaning("acme", Scope.ALL, 1, 0)).isEmpty();
        assertThat(index.text("acme", "d1")).isEmpty();
    }

    @Test
    void an_index_that_somebody_has_removed_is_made_again_as_it_was() throws Exception {
        put("acme", "d1", "About apples.");
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            var removal = java.net.http.HttpRequest.newBuilder(node.url().resolve("/" + settings.index()))
                    .DELETE()
                    .build();
            assertThat(http.send(removal, java.net.http.HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(words("acme", "apples")).isEmpty();

        know("North.", 0, 1);
        put("acme", "n", "North.");

        assertThat(meaning("acme", Scope.ALL, 0, 1)).hasSize(1);
        assertThat(words("acme", "north")).hasSize(1);
    }

    @Test
    void what_one_worker_has_written_another_finds() {
        know("The secret word is papaya.", 1, 0);
        put("acme", "d1", "The secret word is papaya.");

        try (OpenSearchIndex other = another(10_000)) {
            assertThat(other.byWords("acme", "papaya", Scope.ALL, 5)).hasSize(1);
            assertThat(other.byMeaning("acme", known.model(), vector(1, 0), Scope.ALL, 5))
                    .hasSize(1);
            assertThat(other.text("acme", "d1")).hasValue("The secret word is papaya.");
        }
    }

    @Test
    void a_late_write_of_an_old_revision_neither_replaces_nor_shows() {
        Document old = document("acme", "d1", "# A\n\nAbout apples.\n\n# B\n\nAbout plums.");
        Document now = document("acme", "d1", "About pears.");
        long first = revised(old);
        long second = revised(now);
        index.put(now, second, Chunks.of(now.text()), known);

        index.put(old, first, Chunks.of(old.text()), known);
        index.refresh();

        assertThat(words("acme", "apples plums")).isEmpty();
        assertThat(words("acme", "pears")).hasSize(1);
        assertThat(index.text("acme", "d1")).hasValue("About pears.");
    }

    @Test
    void what_a_write_that_came_after_the_removal_has_left_is_found_by_nobody() {
        Document document = document("acme", "d1", "About apples.");
        long revision = revised(document);
        forget("acme", "d1");

        index.put(document, revision, Chunks.of(document.text()), known);
        index.refresh();

        assertThat(words("acme", "apples")).isEmpty();
        assertThat(index.text("acme", "d1")).isEmpty();
    }

    @Test
    void the_same_revision_is_written_again_when_it_has_its_vectors() {
        Document document = document("acme", "d1", "North.");
        long revision = revised(document);
        index.put(document, revision, Chunks.of(document.text()), known);
        index.refresh();
        assertThat(meaning("acme", Scope.ALL, 0, 1)).isEmpty();

        know("North.", 0, 1);
        index.put(document, revision, Chunks.of(document.text()), known);
        index.refresh();

        assertThat(meaning("acme", Scope.ALL, 0, 1)).hasSize(1);
        assertThat(words("acme", "north")).hasSize(1);
    }

    @Test
    void a_score_tells_the_rank_and_nothing_of_what_other_tenants_have() {
        put("acme", "d1", "The secret word is papaya. It is written nowhere else.");
        double before = words("acme", "papaya").getFirst().score();

        for (int i = 0; i < 20; i++) {
            put("globex", "g" + i, "papaya papaya papaya");
        }

        assertThat(words("acme", "papaya")).hasSize(1);
        assertThat(words("acme", "papaya").getFirst().score()).isEqualTo(before);
    }

    @Test
    void a_document_of_many_passages_goes_in_parts_and_shrinks_without_leaving_any() {
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("# Part ")
                    .append(i)
                    .append("\n\nApples, part ")
                    .append(i)
                    .append(". ")
                    .append("More. ".repeat(30))
                    .append("\n\n");
        }
        put("acme", "d1", text.toString());
        assertThat(index.byWords("acme", "apples", Scope.ALL, 100)).hasSize(40);

        put("acme", "d1", "Only apples.");

        assertThat(index.byWords("acme", "apples", Scope.ALL, 100)).hasSize(1);
    }

    @Test
    void the_longest_question_of_different_words_is_asked() {
        put("acme", "d1", "Zebras are striped.");
        var question = new StringBuilder("zebras");
        for (int i = 0; i < 2_000; i++) {
            question.append(' ').append(Integer.toString(i, 36));
        }

        assertThat(words("acme", question.toString())).hasSize(1);
    }

    @Test
    void vectors_of_two_models_and_lengths_live_side_by_side() {
        put("acme", "plain", "Nothing known.");
        var other = new KnowledgeIndex.Known() {
            @Override
            public String model() {
                return "long-model";
            }

            @Override
            public Vector of(String text) {
                float[] numbers = new float[3_072];
                numbers[7] = 1;
                return new Vector(numbers);
            }
        };
        know("North.", 0, 1);
        put("acme", "n", "North.");
        Document document = document("acme", "long", "Long.");
        index.put(document, revised(document), Chunks.of(document.text()), other);
        index.refresh();

        assertThat(meaning("acme", Scope.ALL, 0, 1)).extracting(Hit::documentId).containsExactly("n");
        assertThat(index.byMeaning("acme", "long-model", other.of(""), Scope.ALL, 5))
                .extracting(Hit::documentId)
                .containsExactly("long");
    }

    @Test
    void through_the_graph_nearly_the_same_is_found_as_by_comparing_all_and_only_of_the_tenant() {
        var random = new Random(7);
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Vector vector = anywhere(random);
            vectors.add(vector);
            var one = new KnowledgeIndex.Known() {
                @Override
                public String model() {
                    return known.model();
                }

                @Override
                public Vector of(String text) {
                    return vector;
                }
            };
            Document document = document(i % 3 == 0 ? "globex" : "acme", "d" + i, "Text " + i);
            index.put(document, revised(document), Chunks.of(document.text()), one);
        }
        index.refresh();

        int same = 0;
        try (OpenSearchIndex graph = another(0)) {
            for (int i = 0; i < 30; i++) {
                Vector asked = anywhere(random);
                List<Hit> exact = index.byMeaning("acme", known.model(), asked, Scope.ALL, 5);
                List<Hit> near = graph.byMeaning("acme", known.model(), asked, Scope.ALL, 5);
                assertThat(near)
                        .hasSize(5)
                        .noneMatch(hit -> Integer.parseInt(hit.documentId().substring(1)) % 3 == 0);
                same += exact.getFirst().place().equals(near.getFirst().place()) ? 1 : 0;
            }
        }

        assertThat(same).isGreaterThanOrEqualTo(24);
    }

    private static Vector anywhere(Random random) {
        float[] numbers = new float[16];
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = (float) random.nextGaussian();
        }
        return vector(numbers);
    }

    private static Document document(String tenant, String id, String text) {
        return new Document(Document.SCHEMA, tenant, id, "Title of " + id, null, text, List.of(), Instant.EPOCH);
    }
}
