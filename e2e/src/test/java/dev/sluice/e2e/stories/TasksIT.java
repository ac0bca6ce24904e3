package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work nobody waits for, from a 202 to a result. */
class TasksIT {

    static final String TEXT =
            "A sluice is a gate that controls the flow of water. Sluices were built by millers for centuries."
                    + " The gate is raised to let water pass and lowered to hold it back. Modern sluices are moved by motors.";

    private final Client acme = House.newTenant("tasks");

    @ParameterizedTest
    @ValueSource(strings = {"critical", "high", "normal", "low", "bulk"})
    void everyPriorityIsWorkedOff(String priority) {
        var done = run("summary", priority, "{\"text\":\"" + TEXT + "\"}");

        assertThat(done.json().path("priority").asText()).isEqualTo(priority);
        assertThat(done.json().path("progress").asInt()).isEqualTo(100);
        assertThat(done.json().path("madeBy").asText()).startsWith("local:");
        assertThat(done.json().path("result").toString()).containsIgnoringCase("sluice");
    }

    @Test
    void keywordsFindWhatTheTextIsAbout() {
        var done = run("keywords", "normal", "{\"text\":\"" + TEXT + "\"}");

        assertThat(done.json().path("result").toString()).containsIgnoringCase("sluice");
    }

    @Test
    void aPromptIsAnsweredByTheBuiltInModelWithoutAnyKey() {
        String input = "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"" + TEXT
                + " Question: who built sluices?\"}]}";

        var done = run("prompt", "high", input);

        assertThat(done.json().path("result").toString()).contains("millers");
    }

    @Test
    void aSearchTaskCitesItsSources() {
        acme.post("/knowledge/documents", "{\"id\":\"gate\",\"title\":\"Gates\",\"text\":\"" + TEXT + "\"}");

        var done = run("search", "normal", "{\"query\":\"Who built sluices?\"}");

        assertThat(done.json().path("result").toString()).contains("millers", "gate");
    }

    @Test
    void theSameIdempotencyKeyGivesTheSameTaskAndAnotherBodyIsRefused() {
        String body = "{\"type\":\"keywords\",\"input\":{\"text\":\"one two three water\"}}";
        var first = acme.post("/background/task", body, "idempotency-key", "k1");

        var same = acme.post("/background/task", body, "idempotency-key", "k1");
        var other = acme.post("/background/task", body.replace("water", "stone"), "idempotency-key", "k1");

        assertThat(same.header("location")).isEqualTo(first.header("location"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aFinishedTaskCannotBeCancelledAndAListShowsIt() {
        var done = run("keywords", "normal", "{\"text\":\"" + TEXT + "\"}");

        var list = acme.get("/background/task");

        assertThat(list.body()).contains(done.json().path("id").asText());
    }

    private Client.Reply run(String type, String priority, String input) {
        var accepted = acme.post(
                "/background/task",
                "{\"type\":\"" + type + "\",\"priority\":\"" + priority + "\",\"input\":" + input + "}");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String path = accepted.header("location");
        assertThat(path).startsWith("/background/task/");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> acme.get(path).json().path("state").asText().equals("succeeded"));
        return acme.get(path);
    }
}
