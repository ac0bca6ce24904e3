package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the upstream sends is what the client gets (P9), as it comes; what is cut is never shown as finished (P2). */
class FaithfulIT {

    private static final String OFF = "x-sluice-cache";

    private final Client acme = House.newTenant("faithful");

    @Test
    void bytesOfADocumentPassUntouchedUnknownFieldsIncluded() {
        String odd =
                "{ \"id\":\"x\" ,\n\t\"zzz_unknown\":[1,2 , 3.10e2],\"object\":\"chat.completion\",\"model\":\"odd-doc\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"h\\u00e9llo\"},\"finish_reason\":\"stop\"}]}\n";
        House.upstream().onModel("gpt-odd-doc", Script.raw(odd));

        var reply = acme.chat("gpt-odd-doc", "odd?", OFF, "off");

        assertThat(reply.body()).isEqualTo(odd);
    }

    @Test
    void bytesOfAStreamPassUntouched() {
        String[] chunks = {
            ": a comment\n\n",
            "data:{\"choices\":[{\"delta\":{\"content\":\"a\"},\"index\":0}],\"zzz\":1}\n\n",
            "event: odd\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}, \"index\":0,\"finish_reason\":\"stop\"}]}\r\n\r\n",
            "data: [DONE]\n\n"
        };
        House.upstream().onModel("gpt-odd-stream", Script.raw(chunks));

        var reply = acme.chatStream("gpt-odd-stream", "odd?", OFF, "off");

        assertThat(reply.body()).isEqualTo(String.join("", chunks));
    }

    @Test
    void theModelsProviderNameIsTheOnlyThingChangedOnTheWayUp() {
        String body =
                "{ \"model\" : \"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"up?\"}],\"future_field\":{\"a\":[1.50]} }";

        acme.post("/v1/chat/completions", body, OFF, "off");

        var received = House.upstream().lastRequest();
        assertThat(received.body().text()).isEqualTo(body.replace("openai/gpt-4o-mini", "gpt-4o-mini"));
        assertThat(received.header("authorization")).isEqualTo("Bearer sk-upstream-secret");
    }

    @Test
    void chunksArriveAsTheyComeAndNotInOnePiece() throws Exception {
        House.upstream().onModel("gpt-paced", Script.words(6).tokenEvery(Duration.ofMillis(150)));
        var request =
                acme.request("POST", "/v1/chat/completions", Client.chatBody("gpt-paced", "slowly", true), OFF, "off");

        try (var http = HttpClient.newHttpClient();
                InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            byte[] first = new byte[4096];
            int read = body.read(first);

            assertThat(new String(first, 0, read, StandardCharsets.UTF_8)).contains("data:");
            assertThat(House.upstream().inFlight()).isPositive();
        }
    }

    @Test
    void anErrorBeforeTheFirstByteArrivesWithItsOwnStatusAndBody() {
        House.upstream()
                .onModel("gpt-limited", Script.error(429, "slow down, please").retryAfter(7));
        House.upstream().onModel("gpt-broken", Script.error(500, "something broke up there"));

        var limited = acme.chatStream("gpt-limited", "hello?", OFF, "off");
        var broken = acme.chat("gpt-broken", "hello?", OFF, "off");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("retry-after")).isEqualTo("7");
        assertThat(limited.json().at("/error/message").asText()).isEqualTo("slow down, please");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.json().at("/error/message").asText()).isEqualTo("something broke up there");
    }

    @Test
    void aClientThatLeavesCancelsTheUpstream() throws IOException, InterruptedException {
        House.upstream().onModel("gpt-long", Script.words(500).tokenEvery(Duration.ofMillis(50)));
        int before = House.upstream().cancelled().size();
        var request =
                acme.request("POST", "/v1/chat/completions", Client.chatBody("gpt-long", "talk", true), OFF, "off");

        try (var http = HttpClient.newHttpClient()) {
            var body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            body.read(new byte[64]);
            body.close();

            assertThat(House.upstream().awaitCancelled(before + 1)).hasSizeGreaterThan(before);
        }
    }

    @Test
    void aStreamThatIsCutEndsWithAnErrorEventAndIsNeverCached() {
        House.upstream().onModel("gpt-cut", Script.words(20).endAfterChunks(4));

        var cut = acme.chatStream("gpt-cut", "tell me all");
        var again = acme.chatStream("gpt-cut", "tell me all");

        assertThat(cut.body()).doesNotContain("[DONE]").contains("\"error\"");
        assertThat(again.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void anUpstreamThatNeverAnswersIsATimeoutInTheCallersDialect() {
        House.upstream().onModel("gpt-silent", Script.neverAnswer());

        var reply = acme.chat("gpt-silent", "anybody?", OFF, "off");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().at("/error/message").asText()).contains("3");
        assertThat(reply.json().at("/error/type").asText()).isNotEmpty();
    }

    @Test
    void anthropicIsReachedFromAnOpenAiClient() {
        House.upstream().onModel("claude-test", Script.say("from the other dialect"));

        var document = acme.chat("claude-test", "hello", OFF, "off");
        var stream = acme.chatStream("claude-test", "hello", OFF, "off");

        assertThat(document.text()).isEqualTo("from the other dialect");
        assertThat(document.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(stream.text()).isEqualTo("from the other dialect");
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
        assertThat(House.upstream().lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(House.upstream().lastRequest().header("x-api-key")).isEqualTo("sk-ant-upstream-secret");
    }
}
