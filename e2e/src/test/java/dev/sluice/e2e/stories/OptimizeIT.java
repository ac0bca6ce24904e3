package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fewer tokens, and nothing touched that must not be. */
class OptimizeIT {

    private static final String CODE = "```python\\nprint( 'please  kindly' )\\n```";
    private static final String PROMPT =
            "Hello! I would really appreciate it if you could please kindly help me.   In order to finish my report, could you"
                    + " please summarize the numbers 3.14 and 2,718 from https://example.com/a?b=please%20c and keep this code: "
                    + CODE
                    + " and this JSON: {\\\"please\\\":  [1,  2.50]} Thank you very much in advance!";

    private static final String POLITE =
            "Hello! I would really appreciate it if you could please kindly help me. In order to finish my report,"
                    + " could you please compare the numbers 3.14 and 2,718? Thank you very much in advance!";

    private final Client acme = House.newTenant("thrifty");

    @Test
    void aRealPromptGetsShorterAndProtectedPartsStay() {
        var reply = acme.post("/optimize/prompt", "{\"text\":\"" + PROMPT + "\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().path("tokensAfter").asInt())
                .isLessThan(reply.json().path("tokensBefore").asInt());
        assertThat(reply.json().path("techniques")).isNotEmpty();
        assertThat(reply.json().path("text").asText())
                .contains(
                        "print( 'please  kindly' )",
                        "3.14",
                        "2,718",
                        "https://example.com/a?b=please%20c",
                        "{\"please\":  [1,  2.50]}");
    }

    @Test
    void aCallMayAskForItAndTheModelGetsTheShorterPrompt() {
        String body = Client.chatBody("gpt-4o-mini", POLITE, false);

        // A cold optimizer may miss its deadline; the call goes on unchanged then (P6).
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var reply = acme.post("/v1/chat/completions", body, "x-sluice-optimize", "light", "x-sluice-cache", "off");
            assertThat(reply.status()).isEqualTo(200);
            String sent = House.upstream().lastRequest().body().text();
            assertThat(sent).contains("3.14", "2,718");
            assertThat(sent.length()).isLessThan(body.length());
        });
    }
}
