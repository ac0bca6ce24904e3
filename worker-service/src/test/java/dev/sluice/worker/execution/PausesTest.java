package dev.sluice.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final TestClock clock = new TestClock();
    private final Pauses pauses = new Pauses(clock, Duration.ofSeconds(1));

    @Test
    void an_upstream_rests_for_as_long_as_it_asked_and_no_other_with_it() {
        pauses.asked("gpt", Duration.ofSeconds(5));

        assertThat(pauses.of("other")).isEmpty();
        assertThat(pauses.of("gpt")).contains(clock.instant().plusSeconds(5));
        clock.pass(Duration.ofMillis(4_999));
        assertThat(pauses.of("gpt")).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(pauses.of("gpt")).isEmpty();
    }

    @Test
    void the_longest_rest_asked_for_stands() {
        pauses.asked("gpt", Duration.ofSeconds(5));
        pauses.asked("gpt", Duration.ofSeconds(2));

        assertThat(pauses.of("gpt")).contains(clock.instant().plusSeconds(5));
    }

    @Test
    void one_that_did_not_say_how_long_rests_a_moment_and_none_rests_for_ever() {
        pauses.asked("silent", Duration.ZERO);
        pauses.asked("greedy", Duration.ofDays(2));

        assertThat(pauses.of("silent")).contains(clock.instant().plusSeconds(1));
        assertThat(pauses.of("greedy")).contains(clock.instant().plusSeconds(600));
    }

    @Test
    void no_more_than_a_thousand_are_known() {
        for (int i = 0; i < 1_001; i++) {
            pauses.asked("model-" + i, Duration.ofSeconds(5));
        }

        assertThat(pauses.of("model-999")).isPresent();
        assertThat(pauses.of("model-1000")).isEmpty();
        clock.pass(Duration.ofSeconds(6));
        pauses.asked("model-1000", Duration.ofSeconds(5));
        assertThat(pauses.of("model-1000")).isPresent();
    }
}
