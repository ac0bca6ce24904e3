package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.LedgerChecker;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The middle of an upgrade: a gateway and a worker of another version beside the suite of this one, on the same Kafka and
 * Redis. {@code -Dsluice.upgrade.from} names a checkout of that version whose services are packaged; {@code .ci/upgrade}
 * makes one of a tag or a commit.
 */
@EnabledIfSystemProperty(named = "sluice.upgrade.from", matches = ".+")
class UpgradeIT {

    private static final int TASKS = 200;

    @TempDir
    Path folder;

    @Test
    void twoVersionsShareKeysAnswersAndTasksUntilTheOlderGoes() throws Exception {
        try (var redis = EmbeddedRedis.start();
                var upstream = ScriptedUpstream.start();
                var stack = Joiners.host(redis, upstream, Map.of());
                var elders = Joiners.join(
                        Path.of(System.getProperty("sluice.upgrade.from")), folder, stack, redis, upstream, Map.of())) {
            upstream.onModel("gpt-talk", Script.words(20));
            String young = stack.newTenantKey("upgraded");
            String old = elders.newTenantKey("upgraded", stack.adminKey());
            for (String key : List.of(young, old)) {
                elders.awaitKnown(stack, key, "upgraded");
            }
            var here = new Client(stack.baseUrl(), old, "upgraded");
            var there = new Client(elders.gateway(), young, "upgraded");

            assertThat(there.chat("gpt-talk", "Which river is the longest of all?")
                            .header("x-cache"))
                    .isEqualTo("MISS");
            assertThat(here.chat("gpt-talk", "Which river is the longest of all?")
                            .header("x-cache"))
                    .as("what the older had answered")
                    .isEqualTo("HIT");
            assertThat(here.chat("gpt-talk", "Which mountain is the highest?").header("x-cache"))
                    .isEqualTo("MISS");
            assertThat(there.chat("gpt-talk", "Which mountain is the highest?").header("x-cache"))
                    .as("what the newer had answered")
                    .isEqualTo("HIT");

            List<String> accepted = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                accepted.add(submit(i % 2 == 0 ? here : there, i % 20 < 2 ? 3_000 : 50));
            }
            elders.leave();
            await("every task ends, and the newer gateway tells it")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(accepted).allMatch(id -> "succeeded".equals(state(here, id))));

            Ledger.Tasks tasks = Ledger.tasks(stack.kafka(), task -> true);
            LedgerChecker.tasks()
                    .accepted(accepted)
                    .states(tasks.states())
                    .results(tasks.results())
                    .maxAttempts(2)
                    .check()
                    .assertClean();
            assertThat(new Client(stack.url("analytics-service"), "", "")
                            .get("/metrics")
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("sluice_ingest_events_total")
                                    && line.contains("result=\"rejected\"")))
                    .as("events that could not be read")
                    .allMatch(line -> line.endsWith(" 0.0"));
        }
    }

    private static String submit(Client client, int millis) {
        var answer = client.post("/background/task", "{\"type\":\"noop\",\"input\":{\"millis\":" + millis + "}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static String state(Client client, String id) {
        return client.get("/background/task/" + id).json().path("state").asText();
    }
}
