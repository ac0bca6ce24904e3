package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Prompts are compared by what users say of the answers, and what does harm is not done any more. */
class PromptTrialIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int UNITS = 100;
    private static final String POLITE =
            "Could you please kindly explain, in order to help me, due to the fact that I am new here, how tides work?";

    private static final String GUARD = """
            {"name": "short-prompts", "model": "gpt-guarded", "about": "Are answers to shortened prompts as good?",
             "variants": [{"name": "as-it-came", "optimize": "off"}, {"name": "shortened", "optimize": "medium"}],
             "metric": "tokens_per_call", "guardrails": [{"metric": "complaint:negative_feedback", "tolerated": 0.2}],
             "rollBackTo": "control"}""";

    private static final String WORDING = """
            {"name": "wording", "about": "Is the second version as good?",
             "variants": [{"name": "old", "template": {"name": "brief", "version": 1}},
                          {"name": "new", "template": {"name": "brief", "version": 2}}],
             "metric": "tokens_per_call", "guardrails": [{"metric": "complaint:negative_feedback", "tolerated": 0.2}],
             "rollBackTo": "control"}""";

    private final Client acme = House.newTenant("trials");

    private interface Asking {
        Client.Reply ask(String session);
    }

    /** Runs an experiment until the users of one variant have complained enough for it to be rolled back. */
    private void complainAbout(String variant, String name, String definition, Asking asking) {
        await().atMost(SOON)
                .until(() -> acme.post("/analytics/experiments", definition).status() == 201);
        acme.post("/analytics/experiments/" + name + "/start", "{}");
        await().atMost(SOON)
                .until(() -> !asking.ask("probe").header("x-sluice-experiment").isEmpty());
        List<String> unhappy = new ArrayList<>();
        for (int i = 0; i < UNITS; i++) {
            var reply = asking.ask("session-" + i);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            boolean exposed = reply.header("x-sluice-experiment").equals(name + ";variant=" + variant);
            // Not everybody says so.
            if (exposed && i % 10 != 0) {
                unhappy.add("{\"id\":\"%s\",\"name\":\"negative_feedback\",\"session\":\"session-%d\"}"
                        .formatted(UUID.randomUUID(), i));
            }
        }
        assertThat(unhappy.size()).isBetween(20, UNITS - 30);
        var told = acme.post("/analytics/events", "{\"events\":[" + String.join(",", unhappy) + "]}");
        assertThat(told.status()).as(told.body()).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(read(name).at("/experiment/state").asText()).isEqualTo("rolled_back"));
        assertThat(read(name).at("/verdict/variant").asText()).isEqualTo(variant);
        await().atMost(SOON)
                .until(() -> asking.ask("probe").header("x-sluice-experiment").endsWith(";rolled-back"));
    }

    private JsonNode read(String name) {
        return acme.get("/analytics/experiments/" + name).json();
    }

    @Test
    void shortenedPromptsThatUsersComplainAboutAreShortenedNoMoreThere() {
        Asking polite =
                session -> acme.chat("gpt-guarded", POLITE, "x-sluice-session", session, "x-sluice-cache", "off");
        complainAbout("shortened", "short-prompts", GUARD, polite);

        var asked = acme.chat("gpt-guarded", POLITE, "x-sluice-cache", "off", "x-sluice-optimize", "medium");
        assertThat(asked.header("x-sluice-experiment")).isEqualTo("short-prompts;variant=as-it-came;rolled-back");
        assertThat(sent("gpt-guarded")).contains("due to the fact");
        // Elsewhere nothing changed.
        await().atMost(SOON).untilAsserted(() -> {
            acme.chat("gpt-elsewhere", POLITE, "x-sluice-cache", "off", "x-sluice-optimize", "light");
            assertThat(sent("gpt-elsewhere")).doesNotContain("due to the fact");
        });
        assertThat(acme.send("DELETE", "/analytics/experiments/short-prompts", "")
                        .status())
                .isEqualTo(204);
        await().atMost(SOON)
                .until(() -> polite.ask("probe").header("x-sluice-experiment").isEmpty());
    }

    /** What a model was asked last. */
    private static String sent(String model) {
        return House.upstream().requests().stream()
                .filter(request -> request.json().path("model").asText().equals(model))
                .reduce((before, after) -> after)
                .orElseThrow()
                .body()
                .text();
    }

    @Test
    void theVersionOfATemplateThatUsersComplainAboutGivesWayToTheOneBefore() {
        String version = "{\"text\":\"%s about {{topic}}.\",\"variables\":[{\"name\":\"topic\",\"type\":\"string\"}]}";
        await().atMost(SOON)
                .until(() -> acme.post("/optimize/templates/brief", version.formatted("Write"))
                                .status()
                        == 201);
        acme.post("/optimize/templates/brief", version.formatted("Rant"));
        Asking brief = session -> acme.post(
                "/v1/chat/completions",
                "{\"model\":\"gpt-4o\",\"template\":{\"name\":\"brief\",\"variables\":{\"topic\":\"tides\"}}}",
                "x-sluice-session",
                session,
                "x-sluice-cache",
                "off");
        assertThat(brief.ask("before").header("x-sluice-template")).isEqualTo("brief@2");

        complainAbout("new", "wording", WORDING, brief);

        assertThat(brief.ask("after").header("x-sluice-template")).isEqualTo("brief@1");
    }
}
