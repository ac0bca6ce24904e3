package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Answers come again, in other words too, and never to somebody else (P1). */
class RecallIT {

    private static final String QUESTION = "How do I reset my password?";
    private static final String OTHER_WORDS = "What is the way to reset my password?";

    private final Client acme = House.newTenant("acme");

    @Test
    void aCallRepeatedIsAnsweredFromTheCacheWithoutAskingTheModel() {
        var first = acme.chat("gpt-4o-mini", QUESTION);
        int asked = House.upstream().requests().size();

        var second = acme.chat("gpt-4o-mini", QUESTION);

        assertThat(first.header("x-cache")).isEqualTo("MISS");
        assertThat(second.header("x-cache")).isEqualTo("HIT");
        assertThat(second.header("age")).isNotEmpty();
        assertThat(second.text()).isEqualTo(first.text()).isNotEmpty();
        assertThat(House.upstream().requests()).hasSize(asked);
    }

    @Test
    void theSameQuestionInOtherWordsIsAnsweredWithItsSimilarity() {
        // The embedding model loads in the background; until then nothing is compared by meaning.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var tenant = House.newTenant("acme");
            var origin = tenant.chat("gpt-4o-mini", QUESTION);
            var similar = tenant.chat("gpt-4o-mini", OTHER_WORDS);
            assertThat(similar.header("x-cache")).isEqualTo("SEMANTIC");
            assertThat(Double.parseDouble(similar.header("x-sluice-similarity")))
                    .isBetween(0.5, 1.0);
            assertThat(similar.text()).isEqualTo(origin.text());
        });
    }

    @Test
    void whatATenantWroteItselfAnswersByMeaningWhoAsksForItAndNobodyElse() {
        String faq = "[{\"id\":\"gate\",\"question\":\"How do I open the gate?\",\"answer\":\"Turn the wheel.\"}]";
        // The embedding model loads in the background; until then nothing is imported.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var tenant = House.newTenant("acme");
            assertThat(tenant.post("/cache/faq", faq).status()).isEqualTo(200);
            var asked = tenant.chat("gpt-4o-mini", "What is the way to open the gate?", "x-sluice-cache", "faq");
            assertThat(asked.header("x-cache")).isEqualTo("SEMANTIC");
            assertThat(asked.header("x-sluice-cache-entry")).isEqualTo("faq:gate");
            assertThat(asked.text()).isEqualTo("Turn the wheel.");
            var unasked = tenant.chat("gpt-4o-mini", "How do I open the gate?");
            assertThat(unasked.header("x-cache")).isEqualTo("MISS");
            var stranger =
                    House.newTenant("globex").chat("gpt-4o-mini", "How do I open the gate?", "x-sluice-cache", "faq");
            assertThat(stranger.header("x-cache")).isEqualTo("MISS");
        });
    }

    @Test
    void anotherTenantAskingTheSameGetsAMiss() {
        acme.chat("gpt-4o-mini", QUESTION);
        var globex = House.newTenant("globex");

        var exact = globex.chat("gpt-4o-mini", QUESTION, "cache-control", "no-store");
        var similar = globex.chat("gpt-4o-mini", OTHER_WORDS);
        var same = globex.chat("gpt-4o-mini", QUESTION, "x-sluice-cache", "exact");

        assertThat(exact.header("x-cache")).isEqualTo("BYPASS");
        assertThat(similar.header("x-cache")).isEqualTo("MISS");
        assertThat(same.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void streamAndDocumentServeEachOther() {
        var streamed = acme.chatStream("gpt-4o-mini", "Name the parts of a lock gate.");

        var document = acme.chat("gpt-4o-mini", "Name the parts of a lock gate.");
        var streamedAgain = acme.chatStream("gpt-4o-mini", "Name the parts of a lock gate.");

        assertThat(streamed.header("x-cache")).isEqualTo("MISS");
        assertThat(document.header("x-cache")).isEqualTo("HIT");
        assertThat(document.json().path("object").asText()).isEqualTo("chat.completion");
        assertThat(document.text()).isEqualTo(streamed.text()).isNotEmpty();
        assertThat(streamedAgain.header("x-cache")).isEqualTo("HIT");
        assertThat(streamedAgain.header("content-type")).startsWith("text/event-stream");
        assertThat(streamedAgain.body()).endsWith("data: [DONE]\n\n");
        assertThat(streamedAgain.text()).isEqualTo(streamed.text());
    }

    @Test
    void aQuestionThatDiffersInANumberIsNotTheSame() {
        acme.chat("gpt-4o-mini", "What was the revenue in 2023?");

        var other = acme.chat("gpt-4o-mini", "What was the revenue in 2024?");

        assertThat(other.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void theSystemPromptIsPartOfTheQuestion() {
        String body = "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},"
                + "{\"role\":\"user\",\"content\":\"Who are you?\"}]}";
        acme.post("/v1/chat/completions", body.formatted("You are Ada."));

        var other = acme.post("/v1/chat/completions", body.formatted("You are Bob."));

        assertThat(other.header("x-cache")).isEqualTo("MISS");
    }
}
