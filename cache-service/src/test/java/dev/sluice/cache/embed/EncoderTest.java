package dev.sluice.cache.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {

    private static Encoder encoder;

    @BeforeAll
    static void load() throws Exception {
        encoder = Encoder.load(Path.of("target/data/natives"));
    }

    @AfterAll
    static void close() throws Exception {
        encoder.close();
    }

    @Test
    void vectorsHaveLengthOneAndParaphrasesLieCloserThanStrangers() throws Exception {
        float[] one = encoder.first(encoder.tokens("how do i reset my password"));
        float[] paraphrase = encoder.first(encoder.tokens("what is the way to reset my password"));
        float[] stranger = encoder.first(encoder.tokens("what is the capital of france"));
        assertThat(one).hasSize(Encoder.DIMENSIONS);
        assertThat(dot(one, one)).isBetween(0.9999, 1.0001);
        assertThat(dot(one, paraphrase)).isGreaterThan(0.88);
        assertThat(dot(one, stranger)).isLessThan(0.7);
    }

    @Test
    void textBeyondOneWindowIsReadToItsEnd() throws Exception {
        String long1 = "word ".repeat(400) + "zebra";
        String long2 = "word ".repeat(400) + "piano";
        assertThat(encoder.tokens(long1).count()).isGreaterThan(Encoder.WINDOW);
        assertThat(encoder.first(encoder.tokens(long1))).isEqualTo(encoder.first(encoder.tokens(long2)));
        assertThat(encoder.whole(encoder.tokens(long1))).isNotEqualTo(encoder.whole(encoder.tokens(long2)));
    }

    @Test
    void aTextOfExactlyOneWindowIsReadOnce() throws Exception {
        Encoder.Tokens full = encoder.tokens("word ".repeat(Encoder.WINDOW - 2));
        assertThat(full.count()).isEqualTo(Encoder.WINDOW);
        assertThat(encoder.whole(full)).isEqualTo(encoder.first(full));
    }

    @ParameterizedTest
    @EnumSource
    void vectorsOfARunAreNearlyThoseOfTextsAlone(Encoder.Model model) throws Exception {
        List<String> texts = List.of(
                "how do i reset my password",
                "what is the capital of france",
                "where can i find the invoice of last month and who may see it besides me",
                "why");
        try (Encoder loaded = Encoder.load(Path.of("target/data/natives"), model)) {
            List<Encoder.Tokens> tokens = texts.stream().map(loaded::tokens).toList();
            List<float[]> together = loaded.first(tokens);
            for (int i = 0; i < texts.size(); i++) {
                // The models quantise what they read by the largest number of a run.
                assertThat(dot(together.get(i), loaded.first(tokens.get(i)))).isGreaterThan(0.95);
                assertThat(dot(together.get(i), together.get(i))).isBetween(0.9999, 1.0001);
                assertThat(dot(together.get(i), loaded.first(tokens.get((i + 1) % 4))))
                        .isLessThan(0.8);
            }
        }
    }

    @Test
    void theEconomyModelTellsParaphrasesFromStrangers() throws Exception {
        try (Encoder mini = Encoder.load(Path.of("target/data/natives"), Encoder.Model.MINILM)) {
            float[] one = mini.first(mini.tokens("how do i reset my password"));
            float[] paraphrase = mini.first(mini.tokens("what is the way to reset my password"));
            float[] stranger = mini.first(mini.tokens("what is the capital of france"));
            assertThat(dot(one, one)).isBetween(0.9999, 1.0001);
            assertThat(dot(one, paraphrase)).isGreaterThan(0.85);
            assertThat(dot(one, stranger)).isLessThan(0.3);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
