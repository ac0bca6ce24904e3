package dev.sluice.optimizer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import dev.sluice.testkit.TestClock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Simulated answers and a clock that stands still: the guard acts where there is harm, and hardly ever where there is none. */
class GuardTest {

    private static final Duration PAUSE = Duration.ofHours(24);
    private static final int TENANTS = 400;

    private final TestClock clock = new TestClock();

    @Test
    void withoutHarmHardlyAnyTenantIsEverTurnedOff() {
        for (double bad : new double[] {0.01, 0.1, 0.4}) {
            int off = 0;
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                off += answersUntilOff(tenant, bad, bad, 0.2, 5_000) < 0 ? 0 : 1;
            }
            // Looked at after each of 5,000 answers; a test for one look would be wrong for a third of the tenants.
            assertThat((double) off / TENANTS).as("bad answers %s", bad).isLessThanOrEqualTo(Guard.WRONGLY);
        }
    }

    @Test
    void anImprovementIsNeverTurnedOff() {
        for (int tenant = 0; tenant < TENANTS / 4; tenant++) {
            assertThat(answersUntilOff(tenant, 0.05, 0.15, 0.2, 5_000)).isNegative();
        }
    }

    @Test
    void harmIsFoundSoonerTheGreaterItIs() {
        assertThat(median(0.30, 0.05)).isBetween(500L, 2_000L);
        assertThat(median(0.15, 0.05)).isBetween(1_000L, 6_000L);
    }

    @Test
    void whatWasTurnedOffIsTriedAndJudgedAnewAfterThePause() {
        var guard = new Guard(PAUSE);
        var random = new SplittableRandom(7);
        while (!guard.isOff(clock.instant())) {
            boolean control = random.nextDouble() < 0.2;
            guard.add(control ? Arm.CONTROL : Arm.OPTIMISED, control, clock.instant());
        }
        assertThat(guard.rollBacks()).isEqualTo(1);

        clock.pass(PAUSE.minusNanos(1));
        guard.add(Arm.OPTIMISED, false, clock.instant());
        assertThat(guard.isOff(clock.instant())).isTrue();
        assertThat(guard.side(Arm.OPTIMISED).answers()).isZero();

        clock.pass(Duration.ofNanos(1));
        assertThat(guard.isOff(clock.instant())).isFalse();
        guard.add(Arm.OPTIMISED, false, clock.instant());
        assertThat(guard.side(Arm.OPTIMISED)).isEqualTo(new Guard.Side(1, 1));
        assertThat(guard.isOff(clock.instant())).isFalse();
    }

    @Test
    void beforeBothSidesHaveEnoughAnswersNothingIsSaid() {
        var guard = new Guard(PAUSE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(guard.add(Arm.OPTIMISED, false, clock.instant())).isFalse();
        }
        for (int i = 1; i < Guard.ENOUGH; i++) {
            assertThat(guard.add(Arm.CONTROL, true, clock.instant())).isFalse();
        }
        assertThat(guard.add(Arm.CONTROL, true, clock.instant())).isTrue();
    }

    private long median(double optimised, double control) {
        return java.util.stream.IntStream.range(0, 101)
                .mapToLong(tenant -> answersUntilOff(tenant, optimised, control, 0.05, 40_000))
                .map(found -> found < 0 ? Long.MAX_VALUE : found)
                .sorted()
                .skip(50)
                .findFirst()
                .orElseThrow();
    }

    /** How many answers it takes to turn a tenant off; -1 when that does not happen. */
    private long answersUntilOff(long seed, double badOptimised, double badControl, double share, int most) {
        var guard = new Guard(PAUSE);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < most; i++) {
            Arm arm = random.nextDouble() < share ? Arm.CONTROL : Arm.OPTIMISED;
            boolean good = random.nextDouble() >= (arm == Arm.CONTROL ? badControl : badOptimised);
            if (guard.add(arm, good, clock.instant())) {
                return i;
            }
        }
        return -1;
    }
}
