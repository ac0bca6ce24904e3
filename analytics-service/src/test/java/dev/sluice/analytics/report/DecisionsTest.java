package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.Row;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said about single calls. */
class DecisionsTest {

    private final Map<String, @Nullable Object> call = new HashMap<>(Map.of(
            "status",
            200,
            "tries",
            1,
            "asked",
            "gpt-4o",
            "label",
            "gpt-4o",
            "route",
            "default",
            "provider",
            "openai",
            "cache",
            "MISS",
            "cost",
            2_310_000L,
            "ms",
            912.5));

    @Test
    void aRefusedCallEndsAtTheLimits() {
        call.put("status", 429);
        call.put("tries", 0);
        call.put("error", "rate_limit_exceeded");

        var steps = Decisions.of(new Row(call));

        assertThat(steps).hasSize(1);
        assertThat(steps.getFirst().good()).isFalse();
        assertThat(steps.getFirst().why()).contains("rate_limit_exceeded", "nothing was spent");
    }

    @Test
    void a429OfTheProviderIsNoneOfOurs() {
        call.put("status", 429);

        assertThat(step("limits").decision()).isEqualTo("admitted");
        assertThat(step("answer").good()).isFalse();
    }

    @Test
    void anotherModelAndMoreAttemptsAreTold() {
        call.put("label", "gpt-4o-mini");
        call.put("tries", 3);

        assertThat(step("route").decision()).isEqualTo("to another model");
        assertThat(step("route").why()).contains("gpt-4o-mini at openai", "after 3 attempts");
    }

    @Test
    void aShorterPromptIsToldOnlyWhereTheOptimizerLooked() {
        assertThat(Decisions.of(new Row(call)).stream().map(Explained.Step::step))
                .doesNotContain("optimizer");
        call.put("before_tokens", 512L);
        call.put("after_tokens", 401L);
        call.put("techniques", "whitespace,fillers");

        assertThat(step("optimizer").why()).isEqualTo("The prompt went from 512 to 401 tokens by whitespace, fillers.");
        call.put("after_tokens", 512L);
        assertThat(step("optimizer").decision()).isEqualTo("unchanged");
    }

    @Test
    void theVariantOfAnExperimentIsTold() {
        call.put("notes", "{\"exp.cheaper-support\":\"mini\",\"tag\":\"blue\"}");

        assertThat(step("experiment").decision()).isEqualTo("mini");
        assertThat(step("experiment").why()).contains("cheaper-support");
    }

    @Test
    void moneyIsExactToTheNanoDollar() {
        assertThat(step("money").decision()).isEqualTo("$0.00231");
        call.put("cost", 1L);
        assertThat(step("money").decision()).isEqualTo("$0.000000001");
        call.put("cost", 0L);
        assertThat(step("money").decision()).isEqualTo("$0");
    }

    @Test
    void aCallCountedAloneSaysSo() {
        call.put("notes", "{\"degraded\":\"limits\"}");

        assertThat(step("limits").decision()).isEqualTo("admitted alone");
    }

    private Explained.Step step(String name) {
        return Decisions.of(new Row(call)).stream()
                .filter(step -> step.step().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
