package dev.sluice.cache.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
