package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a task asks of a model is paid for by the key that submitted it, and cached for its tenant. */
class TaskMoneyIT {

    private static final String MODEL = "gpt-4o-mini";
    private static final String QUESTION = "How much water does the lock of task money hold?";

    private final Client acme = House.newTenant("task-money");
    private final Client other = House.newTenant("task-money-other");

    @Test
    void aPromptNeedsNothingButItsKeyAndIsBilledAndCachedAsTheKeysOwn() {
        String request =
                "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + QUESTION + "\"}]}";

        var done = run("prompt", request);

        assertThat(done.json().path("madeBy").asText()).startsWith("llm:");
        assertThat(acme.chat(MODEL, QUESTION).header("x-cache")).isEqualTo("HIT");
        assertThat(other.chat(MODEL, QUESTION).header("x-cache")).isNotEqualTo("HIT");

        run("summary", "{\"text\":\"" + TasksIT.TEXT + "\",\"model\":\"" + MODEL + "\"}");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var mine = acme.get("/analytics/overview").json();
            assertThat(mine.path("requests").asInt()).isEqualTo(3);
            assertThat(mine.path("costNano").asLong()).isPositive();
        });
        assertThat(other.get("/analytics/overview").json().path("requests").asInt())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void shortWorkIsDoneAtOnceForTheCallersKey() {
        var done = acme.post(
                "/api/ai/summary", "{\"text\":\"" + TasksIT.TEXT + "\",\"sentences\":1,\"model\":\"" + MODEL + "\"}");

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().path("madeBy").asText()).isEqualTo("llm:" + MODEL);
        assertThat(acme.post("/api/ai/keywords", "{\"text\":\"" + TasksIT.TEXT + "\"}")
                        .json()
                        .path("madeBy")
                        .asText())
                .isEqualTo("local:keyphrases");
        assertThat(acme.post("/api/ai/similarity", "{\"texts\":[\"a lock\",\"a sluice\",\"a cake\"]}")
                        .json()
                        .path("madeBy")
                        .asText())
                .isEqualTo("local:embeddings");
    }

    private Client.Reply run(String type, String input) {
        var accepted = acme.post("/background/task", "{\"type\":\"" + type + "\",\"input\":" + input + "}");
        assertThat(accepted.status()).isEqualTo(202);
        String path = accepted.header("location");
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> acme.get(path),
                        reply -> reply.json().path("state").asText().equals("succeeded"));
    }
}
