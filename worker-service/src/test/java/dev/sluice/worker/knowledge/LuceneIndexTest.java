package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest extends KnowledgeIndexContract {

    @TempDir
    Path folder;

    private LuceneIndex index;

    @BeforeEach
    void open() {
        index = new LuceneIndex(folder.resolve("exact"), 10_000);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    KnowledgeIndex index() {
        return index;
    }

    @Test
    void a_tenants_scores_do_not_change_with_what_others_have() {
        put("acme", "d1", "The secret word is papaya. It is written nowhere else.");
        double before = words("acme", "papaya").getFirst().score();

        for (int i = 0; i < 50; i++) {
            put("globex", "g" + i, "papaya papaya papaya");
        }

        assertThat(words("acme", "papaya").getFirst().score()).isEqualTo(before);
    }

    @Test
    void through_the_graph_the_same_is_found_as_by_comparing_all() {
        try (var graph = new LuceneIndex(folder.resolve("graph"), 0)) {
            var random = new Random(7);
            var many = new Told();
            for (int i = 0; i < 400; i++) {
                float[] numbers = new float[16];
                for (int j = 0; j < numbers.length; j++) {
                    numbers[j] = (float) random.nextGaussian();
                }
                Vector vector = vector(numbers);
                KnowledgeIndex.Known one = new KnowledgeIndex.Known() {
                    @Override
                    public String model() {
                        return many.model();
                    }

                    @Override
                    public Vector of(String text) {
                        return vector;
                    }
                };
                var document = new Document(
                        Document.SCHEMA, "acme", "d" + i, "T", null, "Text " + i, List.of(), java.time.Instant.EPOCH);
                index.put(document, i, Chunks.of(document.text()), one);
                graph.put(document, i, Chunks.of(document.text()), one);
            }
            index.refresh();
            graph.refresh();

            int same = 0;
            for (int i = 0; i < 50; i++) {
                float[] numbers = new float[16];
                for (int j = 0; j < numbers.length; j++) {
                    numbers[j] = (float) random.nextGaussian();
                }
                Vector asked = vector(numbers);
                same += index.byMeaning("acme", many.model(), asked, Scope.ALL, 1)
                                .getFirst()
                                .place()
                                .equals(graph.byMeaning("acme", many.model(), asked, Scope.ALL, 1)
                                        .getFirst()
                                        .place())
                        ? 1
                        : 0;
            }

            assertThat(same).isGreaterThanOrEqualTo(40);
        }
    }
}
