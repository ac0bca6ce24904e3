package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.Script;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An experiment from its definition to its end, which comes by itself when a variant does harm. */
class ExperimentIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SESSIONS = 90;

    private static final String DEFINITION = """
            {"name": "bad-model", "model": "gpt-4o", "about": "Does the other model do?",
             "variants": [{"name": "control", "weight": 50}, {"name": "broken", "weight": 50, "model": "gpt-broken-variant"}],
             "metric": "cost_per_call", "guardrails": [{"metric": "error_rate", "tolerated": 0.2}]}""";

    private final Client acme = House.newTenant("lab");

    private Client.Reply ask(String session) {
        return acme.chat("gpt-4o", "hello " + session, "x-sluice-session", session, "x-sluice-cache", "off");
    }

    private JsonNode read() {
        return acme.get("/analytics/experiments/bad-model").json();
    }

    @Test
    void callsAreSplitAndStayAndTheVariantThatFailsIsSwitchedOff() {
        House.upstream().onModel("gpt-broken-variant", Script.error(400, "no such thing"));
        await().atMost(SOON)
                .until(() -> acme.post("/analytics/experiments", DEFINITION).status() == 201);
        assertThat(read().at("/verdict/kind").asText()).isEqualTo("not_started");
        assertThat(ask("before").header("x-sluice-experiment")).isEmpty();

        assertThat(acme.post("/analytics/experiments/bad-model/start", "{}").status())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> !ask("probe").header("x-sluice-experiment").isEmpty());
        Map<String, Integer> statuses = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            var reply = ask("s" + i);
            String told = reply.header("x-sluice-experiment");
            if (!told.isEmpty()) {
                assertThat(told).matches("bad-model;variant=(control|broken)");
                statuses.put("s" + i, reply.status());
                assertThat(reply.status()).isEqualTo(told.endsWith("broken") ? 400 : 200);
            }
        }
        assertThat(statuses.values()).contains(200, 400);

        await().atMost(SOON).until(() -> read().at("/experiment/state").asText().equals("rolled_back"));
        JsonNode result = read();
        assertThat(result.at("/verdict/kind").asText()).isEqualTo("harm");
        assertThat(result.at("/verdict/variant").asText()).isEqualTo("broken");
        assertThat(result.at("/experiment/history/2/by").asText()).isEqualTo("guardrail");
        assertThat(result.at("/experiment/history/2/because").asText())
                .startsWith("Switch off broken: error_rate is worse");

        await().atMost(SOON).untilAsserted(() -> {
            for (String session : statuses.keySet()) {
                assertThat(ask(session).status()).isEqualTo(200);
            }
        });
    }
}
