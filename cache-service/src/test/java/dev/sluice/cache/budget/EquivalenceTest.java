package dev.sluice.cache.budget;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.sluice.cache.embed.Encoder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {

    private static Encoder encoder;

    private final Equivalence equivalence = new Equivalence(EquivalenceTest::vector);

    @BeforeAll
    static void load() throws Exception {
        encoder = Encoder.load(Path.of("target/data/natives"));
    }

    @AfterAll
    static void close() throws OrtException {
        encoder.close();
    }

    private static Optional<float[]> vector(String text) {
        try {
            return Optional.of(encoder.first(encoder.tokens(text)));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Paris. | paris",
                "The capital of France is Paris. | Paris is the capital of France.",
                "Open Settings, choose Security and click Reset password. | To reset your password, open Settings,"
                        + " choose Security and then click on Reset password.",
                "Refunds are paid back within 14 days of the return. | A refund is paid back within 14 days after the"
                        + " return of the goods.",
                "Yes, the free plan includes email support. | Yes, email support is included in the free plan."
            })
    void theSameToldInOtherWordsIsTheSame(String one, String other) {
        assertThat(equivalence.compare(one, other)).isEqualTo(Result.SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Yes, the free plan includes email support. | No, the free plan does not include email support.",
                "The capital of France is Paris. | The capital of Spain is Madrid.",
                "The fee is 25 dollars. | The fee is 40 dollars.",
                "It was founded in 1998. | It was founded in 2004.",
                "I'm sorry, I cannot help with that. | Open Settings and click Reset password.",
                "Bake it for thirty minutes and let it cool. | The index is rebuilt each night by a scheduled job."
            })
    void somethingElseIsDifferent(String one, String other) {
        assertThat(equivalence.compare(one, other)).isEqualTo(Result.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Data sets are saved to the cloud with save_to_disk(). | Data sets are loaded from the cloud with"
                        + " load_from_disk().",
                "Cats sleep most of the day because hunting costs them energy. | A cat rests for many hours to save"
                        + " energy for the hunt."
            })
    void whatCannotBeToldIsNeverCalledTheSame(String one, String other) {
        assertThat(equivalence.compare(one, other)).isNotEqualTo(Result.SAME);
    }

    @Test
    void withoutAModelOnlyEqualWordsAreTheSame() {
        var blind = new Equivalence(text -> Optional.empty());
        assertThat(blind.compare("Paris!", "paris")).isEqualTo(Result.SAME);
        assertThat(blind.compare("The capital of France is Paris.", "Paris is the capital of France."))
                .isEqualTo(Result.UNSURE);
    }
}
