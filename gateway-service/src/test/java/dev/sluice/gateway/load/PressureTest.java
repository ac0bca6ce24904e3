package dev.sluice.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {

    private final Pressure pressure = new Pressure(Duration.ofSeconds(5));
    private long seconds;

    @ParameterizedTest
    @CsvSource({"0,1", "0.74,1", "0.75,1", "0.76,0.75", "0.90,0.75", "0.91,0.5", "1,0.5"})
    void limitsFallAtOnce(double load, double factor) {
        assertThat(at(load)).isEqualTo(factor);
    }

    @Test
    void theyRiseStepByStepAndOnlyAfterAWhileOfCalm() {
        assertThat(at(0.95)).isEqualTo(0.5);
        assertThat(at(0.85)).isEqualTo(0.5);

        assertThat(at(0.5)).isEqualTo(0.5);
        seconds += 4;
        assertThat(at(0.5)).isEqualTo(0.5);
        seconds += 1;
        assertThat(at(0.5)).isEqualTo(0.75);
        assertThat(at(0.5)).isEqualTo(0.75);
        seconds += 5;
        assertThat(at(0.5)).isEqualTo(1);
    }

    @Test
    void aLoadAroundTheThresholdDoesNotMakeThemFlap() {
        at(0.8);
        for (int i = 0; i < 100; i++) {
            seconds++;
            assertThat(at(i % 2 == 0 ? 0.70 : 0.60)).isEqualTo(0.75);
        }
    }

    private double at(double load) {
        return pressure.factor(load, Duration.ofSeconds(seconds).toNanos());
    }
}
