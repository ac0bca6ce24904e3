package dev.sluice.optimizer.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import org.junit.jupiter.api.Test;

/** Shortening goes on where it pays, and at the level that pays most. */
class BenefitTest {

    private static final Benefit.Worth WORTH = new Benefit.Worth(150, 200);
    private static final long BYTES = 2_000;

    private final Benefit benefit = new Benefit();

    @Test
    void eachLevelIsTriedBeforeAnythingIsSaidAboutIt() {
        assertThat(benefit.level(BYTES, 1, WORTH)).isEqualTo(Level.LIGHT);
        learn(Level.LIGHT, Benefit.ENOUGH - 1, 10, 1);
        assertThat(benefit.level(BYTES, 1, WORTH)).isEqualTo(Level.LIGHT);
        learn(Level.LIGHT, 1, 10, 1);
        assertThat(benefit.level(BYTES, 1, WORTH)).isEqualTo(Level.MEDIUM);
    }

    @Test
    void theLevelThatSavesMoreThanItsTimeCostsIsTaken() {
        learn(Level.LIGHT, Benefit.ENOUGH, 10, 1);
        learn(Level.MEDIUM, Benefit.ENOUGH, 30, 2);
        assertThat(benefit.level(BYTES, 1, WORTH)).isEqualTo(Level.MEDIUM);

        learn(Level.MEDIUM, 200, 30, 25);
        assertThat(benefit.level(BYTES, 1, WORTH)).isEqualTo(Level.LIGHT);
    }

    @Test
    void whereNoLevelPaysNothingIsDoneButOnePromptInTwentyIsTried() {
        learn(Level.LIGHT, Benefit.ENOUGH, 1, 5);
        learn(Level.MEDIUM, Benefit.ENOUGH, 2, 9);

        int tried = 0;
        for (int draw = 0; draw < 20 * Benefit.TRIED_EVERY; draw++) {
            tried += benefit.level(BYTES, draw, WORTH) == null ? 0 : 1;
        }
        assertThat(tried).isEqualTo(20);
        assertThat(benefit.level(BYTES, 0, WORTH)).isEqualTo(Level.LIGHT);
        assertThat(benefit.level(BYTES, Benefit.TRIED_EVERY, WORTH)).isEqualTo(Level.MEDIUM);
    }

    @Test
    void anExpensiveModelMovesTheBreakEvenAndSizesAreApart() {
        learn(Level.LIGHT, Benefit.ENOUGH, 1, 5);
        learn(Level.MEDIUM, Benefit.ENOUGH, 1, 5);

        assertThat(benefit.level(BYTES, 1, WORTH)).isNull();
        assertThat(benefit.level(BYTES, 1, new Benefit.Worth(5_000, 200))).isNotNull();
        assertThat(benefit.level(100_000, 1, WORTH)).isEqualTo(Level.LIGHT);
    }

    @Test
    void exactlyEvenDoesNotPay() {
        learn(Level.LIGHT, Benefit.ENOUGH, 4, 3);
        learn(Level.MEDIUM, Benefit.ENOUGH, 4, 3);

        assertThat(benefit.level(BYTES, 1, WORTH)).isNull();
    }

    private void learn(Level level, int times, int tokens, double millis) {
        for (int i = 0; i < times; i++) {
            benefit.learn(level, BYTES, tokens, millis);
        }
    }
}
