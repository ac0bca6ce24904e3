package dev.sluice.optimizer.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteAdvice.Choice;
import dev.sluice.contracts.optimize.RouteAdvice.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The choice between two models, with a small model made by hand and with the one that ships. */
class RouteModelTest {

    private static final String TEXT = "What is it?";
    private static final float[] EASY = {1, 0};
    private static final float[] HARD = {0, 1};
    private static final Steps STRAIGHT = new Steps(new float[] {0, 1}, new float[] {0, 1});

    @Test
    void aQuestionAmongThoseThatTheCheapModelGotRightIsExpectedToBeRight() {
        RouteModel.Estimate easy = small().estimate(EASY, TEXT);
        RouteModel.Estimate hard = small().estimate(HARD, TEXT);

        assertThat(easy.cheap()).isGreaterThan(0.8);
        assertThat(hard.cheap()).isLessThan(0.5);
        assertThat(hard.gain()).isGreaterThan(easy.gain());
        assertThat(easy.novel()).isFalse();
    }

    @Test
    void aQuestionFarFromAllThatIsKnownIsNovelAndGoesToTheStrongModel() {
        RouteModel.Estimate far = small().estimate(new float[] {-1, 0}, TEXT);

        assertThat(far.novel()).isTrue();
        assertThat(advise(far, Chooser.Cost.UNKNOWN))
                .extracting(RouteAdvice::choice, RouteAdvice::reason)
                .containsExactly(Choice.STRONG, Reason.NOVEL);
    }

    @Test
    void theStrongModelIsAskedAtTheCutAndAboveItAndTheCheapOneBelow() {
        assertThat(advise(gaining(0.49), Chooser.Cost.UNKNOWN).choice()).isEqualTo(Choice.CHEAP);
        assertThat(advise(gaining(0.5), Chooser.Cost.UNKNOWN).choice()).isEqualTo(Choice.STRONG);
        assertThat(advise(gaining(0.51), Chooser.Cost.UNKNOWN).choice()).isEqualTo(Choice.STRONG);
    }

    @Test
    void aCallThatIsMuchDearerThanUsualMustGainMore() {
        var dear = new Chooser.Cost(10, 1_000, 1, 10);

        assertThat(advise(gaining(0.6), dear).choice()).isEqualTo(Choice.CHEAP);
        assertThat(advise(gaining(0.76), dear).choice()).isEqualTo(Choice.STRONG);
    }

    @Test
    void aStrongModelThatCostsNoMoreIsAlwaysAsked() {
        assertThat(advise(gaining(-0.5), new Chooser.Cost(10, 10, 10, 10)))
                .extracting(RouteAdvice::choice, RouteAdvice::reason)
                .containsExactly(Choice.STRONG, Reason.PRICE);
    }

    @Test
    void explorationTriesTheOtherModel() {
        RouteAdvice advice = new Chooser(small(), 0.95).advise(gaining(0.9), 0, Chooser.Cost.UNKNOWN, true);

        assertThat(advice.choice()).isEqualTo(Choice.CHEAP);
        assertThat(advice.reason()).isEqualTo(Reason.EXPLORATION);
    }

    @Test
    void whatATenantTellsMovesItsOwnEstimatesAndNobodyElses() {
        var experience = new Experience();
        for (int i = 0; i < 60; i++) {
            experience.add("acme", Choice.CHEAP, 0.9, false);
        }

        RouteModel.Estimate corrected = experience.of("acme").on(gaining(0.1));
        assertThat(corrected.cheap()).isLessThan(0.1);
        assertThat(experience.of("acme").ofGain()).isGreaterThan(0.5);
        assertThat(experience.of("other").told()).isFalse();
        assertThat(experience.of("other").ofGain()).isZero();
    }

    @Test
    void aHandfulOfAnswersHardlyMovesAnything() {
        var experience = new Experience();
        experience.add("acme", Choice.CHEAP, 0.5, false);

        assertThat(experience.of("acme").ofGain()).isBetween(0.0, 0.05);
    }

    @Test
    void aModelThatIsWrittenAndReadSaysTheSame() throws IOException {
        var bytes = new ByteArrayOutputStream();
        RouteFile.write(small(), bytes);

        RouteModel read = RouteFile.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(read.encoder()).isEqualTo("test");
        assertThat(read.estimate(HARD, TEXT).gain())
                .isEqualTo(small().estimate(HARD, TEXT).gain());
    }

    @Test
    void aFileThatIsCutOrNoneIsRefused() throws IOException {
        var bytes = new ByteArrayOutputStream();
        RouteFile.write(small(), bytes);
        byte[] whole = bytes.toByteArray();

        assertThatThrownBy(() -> RouteFile.read(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 1))))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        RouteFile.read(new ByteArrayInputStream("no model at all".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theModelThatShipsGivesProbabilitiesAndCutsThatRiseWithQuality() throws IOException {
        try (InputStream in = RouteModelTest.class.getResourceAsStream("/route.model")) {
            RouteModel shipped = RouteFile.read(in);
            var random = new Random(7);
            for (int i = 0; i < 200; i++) {
                float[] vector = new float[shipped.space().mean().length];
                for (int j = 0; j < vector.length; j++) {
                    vector[j] = (float) random.nextGaussian() / 20;
                }
                RouteModel.Estimate estimate = shipped.estimate(vector, TEXT);
                assertThat(estimate.cheap()).isBetween(0.0, 1.0);
                assertThat(estimate.strong()).isBetween(0.0, 1.0);
            }
            assertThat(shipped.cuts().at(0.9)).isGreaterThan(shipped.cuts().at(0.95));
            assertThat(shipped.cuts().at(0.95)).isGreaterThan(shipped.cuts().at(0.99));
        }
    }

    @Test
    void whatTheKnownSayAndHowFarTheNearestIsAreWhatPlainSumsSay() {
        var random = new Random(11);
        float[][] columns = new float[11][1_300];
        float[] cheap = new float[1_300];
        float[] strong = new float[1_300];
        for (int row = 0; row < cheap.length; row++) {
            for (float[] column : columns) {
                column[row] = (float) random.nextGaussian() / 4;
            }
            cheap[row] = (float) random.nextGaussian() / 100;
            strong[row] = (float) random.nextGaussian() / 100;
        }
        var known = new Known(columns, cheap, strong);

        for (int turn = 0; turn < 20; turn++) {
            float[] place = new float[11];
            for (int i = 0; i < place.length; i++) {
                place[i] = (float) random.nextGaussian() / 4;
            }
            double cheaply = 0;
            double strongly = 0;
            double nearest = Double.MAX_VALUE;
            for (int row = 0; row < cheap.length; row++) {
                double squares = 0;
                double product = 0;
                for (int column = 0; column < 11; column++) {
                    double number = known.columns()[column][row] * known.scales()[column];
                    squares += (place[column] - number) * (place[column] - number);
                    product += place[column] * number;
                }
                nearest = Math.min(nearest, squares);
                cheaply += cheap[row] * Pull.of((float) product);
                strongly += strong[row] * Pull.of((float) product);
            }
            Known.Near near = known.near(place);

            assertThat(near.distance()).isCloseTo(Math.sqrt(nearest), offset(1e-3));
            assertThat(near.cheap()).isCloseTo(cheaply, offset(1e-3));
            assertThat(near.strong()).isCloseTo(strongly, offset(1e-3));
        }
    }

    @Test
    void wordsAddWhatTheirBucketsWeigh() {
        float[] rarity = new float[Words.BUCKETS];
        Arrays.fill(rarity, 1);
        float[] weights = new float[Words.BUCKETS];
        Words one = Words.of("prove", rarity);
        weights[one.buckets()[0]] = 0.25f;

        assertThat(one.times(weights)).isEqualTo(0.25);
        assertThat(Words.of("prove it", rarity).times(weights)).isBetween(0.01, 0.24);
        assertThat(Words.of("", rarity).times(weights)).isZero();
    }

    @Test
    void wordsAreThoseOfTheTextHoweverTheyAreWrittenAndTheirLengthIsOne() {
        float[] all = new float[Words.BUCKETS];
        Arrays.fill(all, 1);

        Words some = Words.of("Name 2 towns, name them.", all);

        assertThat(some.buckets())
                .containsExactly(Words.of("NAME 2\n towns,name them.", all).buckets());
        assertThat(some.buckets())
                .isNotEqualTo(Words.of("them name towns 2", all).buckets());
        assertThat(IntStream.range(0, some.values().length)
                        .mapToDouble(i -> some.values()[i] * some.values()[i])
                        .sum())
                .isCloseTo(1, offset(1e-5));
        assertThat(Words.of("", all).buckets()).isEmpty();
        assertThat(Words.of("x".repeat(1_000_000), all).buckets()).hasSize(1);
        assertThat(Words.of("é ü €".repeat(90_000), all).buckets()).hasSizeBetween(4, 12);
    }

    @Test
    void aCurveIsLevelOutsideItsPointsAndStraightBetween() {
        var curve = new Steps(new float[] {0.2f, 0.4f}, new float[] {0.1f, 0.3f});

        assertThat(curve.at(0)).isEqualTo(0.1f);
        assertThat(curve.at(0.3)).isCloseTo(0.2, offset(1e-6));
        assertThat(curve.at(1)).isEqualTo(0.3f);
    }

    private static RouteAdvice advise(RouteModel.Estimate estimate, Chooser.Cost cost) {
        return new Chooser(small(), 0.95).advise(estimate, 0, cost, false);
    }

    private static RouteModel.Estimate gaining(double gain) {
        return new RouteModel.Estimate(0.4, 0.9, gain, false);
    }

    /** Twenty easy questions one way, twenty hard ones the other; the cut is at a gain of one half. */
    private static RouteModel small() {
        var space = new Space(
                new float[2], new float[][] {{1, 0}, {0, 1}}, new float[Traits.COUNT], new float[Traits.COUNT]);
        float[][] columns = new float[2 + Traits.COUNT][40];
        float[] cheap = new float[40];
        for (int row = 0; row < 40; row++) {
            columns[row < 20 ? 0 : 1][row] = 1;
            cheap[row] = row < 20 ? 0.025f : -0.025f;
        }
        return new RouteModel(
                "test",
                space,
                new Known(columns, cheap, new float[40]),
                new Vocabulary(new float[Words.BUCKETS], new float[Words.BUCKETS], new float[Words.BUCKETS]),
                0.5f,
                1,
                STRAIGHT,
                STRAIGHT,
                new Novelty(1f, new float[2 + Traits.COUNT + 1], 0.4f),
                new Steps(new float[] {0.9f, 1f}, new float[] {0.5f, 0.5f}));
    }
}
