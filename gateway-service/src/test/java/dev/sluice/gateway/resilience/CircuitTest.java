package dev.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.resilience.Circuit.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final long QUICK = Duration.ofMillis(100).toNanos();
    private static final long SLOW = Duration.ofSeconds(16).toNanos();

    private final FakeTime time = new FakeTime();
    private final Circuit circuit = new Circuit(
            new Circuit.Rules(
                    20, Duration.ofSeconds(10), 10, 0.5, 0.8, Duration.ofSeconds(15), Duration.ofSeconds(5), 3),
            time);

    @Test
    void opensAtTheTenthFailureAndNotBefore() {
        fail(9);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);

        fail(1);

        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.enter()).isEqualTo(Circuit.REFUSED);
        assertThat(circuit.opensAgainIn()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void opensWhenHalfOfTheLatestTwentyFailedAndNotBelow() {
        succeed(11);
        fail(9);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);

        fail(1);

        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        fail(9);
        time.pass(Duration.ofSeconds(11));

        fail(9);

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensWhenFourOfFiveAreSlow() {
        succeed(4);
        slow(15);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);

        slow(1);

        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void afterThePauseThreeProbesAreLetInAndTheirSuccessClosesIt() {
        fail(10);
        time.pass(Duration.ofSeconds(5));

        int first = circuit.enter();
        int second = circuit.enter();
        int third = circuit.enter();
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        assertThat(circuit.enter()).isEqualTo(Circuit.REFUSED);
        circuit.succeeded(first, QUICK);
        circuit.succeeded(second, QUICK);
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        circuit.succeeded(third, QUICK);

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        fail(9);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void oneFailedProbeOpensItAgain() {
        fail(10);
        time.pass(Duration.ofSeconds(5));

        circuit.failed(circuit.enter());

        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.admits()).isFalse();
        time.pass(Duration.ofSeconds(5));
        assertThat(circuit.admits()).isTrue();
    }

    @Test
    void aProbeWhoseClientLeftMakesRoomForAnother() {
        fail(10);
        time.pass(Duration.ofSeconds(5));
        int first = circuit.enter();
        circuit.enter();
        circuit.enter();

        circuit.forgotten(first);

        assertThat(circuit.enter()).isNotEqualTo(Circuit.REFUSED);
        assertThat(circuit.enter()).isEqualTo(Circuit.REFUSED);
    }

    @Test
    void callsFromBeforeItOpenedCannotOpenItAgain() {
        int late = circuit.enter();
        fail(10);
        time.pass(Duration.ofSeconds(5));
        int probe = circuit.enter();

        circuit.failed(late);
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        circuit.succeeded(probe, QUICK);
        circuit.succeeded(circuit.enter(), QUICK);
        circuit.succeeded(circuit.enter(), QUICK);
        circuit.failed(late);

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(circuit.enter());
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            circuit.succeeded(circuit.enter(), QUICK);
        }
    }

    private void slow(int times) {
        for (int i = 0; i < times; i++) {
            circuit.succeeded(circuit.enter(), SLOW);
        }
    }
}
