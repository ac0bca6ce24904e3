package dev.sluice.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void aProblemTellsWhatTheRefusalSaysUnderTheRequestsId() {
        var refusal = new Refusal(429, "too_many", "Too many", "Wait a second.", Map.of("Retry-After", "1"));

        assertThat(Problem.of(refusal, "req-1"))
                .isEqualTo(new Problem("urn:sluice:too_many", "Too many", 429, "Wait a second.", "too_many", "req-1"));
        assertThat(refusal.headers()).containsExactly(Map.entry("Retry-After", "1"));
    }

    @Test
    void aRefusalIsAnAnswerNotAFailureAndCarriesNoStackTrace() {
        assertThat(Refusal.badRequest("x", "y").getStackTrace()).isEmpty();
    }

    @Test
    void somethingOfSomebodyElseLooksLikeNothingAtAll() {
        var refusal = Refusal.notFound("task", "t-1");

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.detail()).contains("no task t-1 for this key").doesNotContain("tenant");
    }
}
