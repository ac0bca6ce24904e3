package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are slow, broken, cut or gone, and clients that leave. */
@QuarkusTest
class StreamResourceTest extends GatewayTest {

    private static final String OFF = "x-sluice-cache";

    @Test
    void chunksArriveAsTheyComeAndNotInOnePiece() throws Exception {
        upstream.onModel("gpt-paced", Script.words(6).tokenEvery(Duration.ofMillis(150)));
        var request = newTenant("acme")
                .request("POST", "/v1/chat/completions", Client.chatBody("gpt-paced", "slowly", true), OFF, "off");

        try (var http = HttpClient.newHttpClient();
                InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            byte[] first = new byte[4096];
            int read = body.read(first);

            assertThat(new String(first, 0, read, StandardCharsets.UTF_8)).contains("data:");
            assertThat(upstream.inFlight()).isPositive();
        }
    }

    @Test
    void anErrorBeforeTheFirstByteArrivesWithItsOwnStatusBodyAndRetryAfter() {
        Script limited = Script.error(429, "slow down, please").retryAfter(7);
        upstream.onModel("gpt-limited", limited).onModel("gpt-limited-too", limited);
        var acme = newTenant("acme");

        var streamed = acme.stream("gpt-limited", "hello?");
        var plain = acme.chat("gpt-limited-too", "hello?");

        for (var reply : new Client.Reply[] {streamed, plain}) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("retry-after")).isEqualTo("7");
            assertThat(reply.json().at("/error/message").asText()).isEqualTo("slow down, please");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatIsNotWholeEndsWithAnErrorEventAndIsNeverCached(boolean socketCut) {
        Script script = socketCut
                ? Script.words(20).cutAfterChunks(4)
                : Script.words(20).endAfterChunks(4);
        upstream.onModel("gpt-cut", script);
        var acme = newTenant("acme");

        var cut = acme.stream("gpt-cut", "tell me all");
        var again = acme.stream("gpt-cut", "tell me all");

        assertThat(cut.status()).isEqualTo(200);
        assertThat(cut.body()).doesNotContain("[DONE]").contains("upstream_cut");
        assertThat(lastEvent(cut.body())).startsWith("data: {\"error\":");
        assertThat(again.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void aStreamCutInTheMiddleOfAnEventLeavesNoHalfEventBehind() {
        upstream.onModel("gpt-half", Script.words(20).cutAfterBytes(700));

        var cut = newTenant("acme").stream("gpt-half", "tell me all");

        for (String event : cut.body().split("\n\n")) {
            assertThat(event).matches("(?s)data: \\{.*}");
        }
        assertThat(lastEvent(cut.body())).contains("\"error\"");
    }

    @Test
    void anAnswerCutBeforeItIsWholeIsABadGateway() {
        upstream.onModel("gpt-cut-doc", Script.words(200).cutAfterBytes(50));

        var reply = newTenant("acme").chat("gpt-cut-doc", "tell me all");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("upstream_cut");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpstreamThatNeverAnswersIsATimeoutInTheCallersDialect(boolean stream) {
        upstream.onModel("gpt-silent", Script.neverAnswer());
        var acme = newTenant("acme");

        var reply = acme.post("/v1/chat/completions", Client.chatBody("gpt-silent", "anybody?", stream));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("upstream_timeout");
        assertThat(reply.json().at("/error/message").asText()).contains("2 s");
    }

    @Test
    void anUpstreamThatSendsHeadersOnlyIsATimeoutToo() {
        upstream.onModel("gpt-headers", Script.words(3).stallAfterChunks(0));

        var reply = newTenant("acme").stream("gpt-headers", "anybody?");

        assertThat(reply.status()).isEqualTo(504);
    }

    @Test
    void anUpstreamThatFallsSilentInTheMiddleEndsWithAnErrorEvent() {
        upstream.onModel("gpt-stall", Script.words(20).stallAfterChunks(3));

        var reply = newTenant("acme").stream("gpt-stall", "go on");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(lastEvent(reply.body())).contains("upstream_timeout");
        assertThat(reply.body()).doesNotContain("[DONE]");
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsATimeout() {
        siblings.worker.does((request, body) -> request.response()
                .putHeader("content-type", "application/json")
                .putHeader("content-length", "100")
                .write("{\"id\":"));

        var reply = newTenant("acme").chat("local", "tell me all");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().at("/error/message").asText()).contains("silent for 1 s");
    }

    @Test
    void anUpstreamThatHangsUpIsAskedOnceMore() {
        upstream.enqueue(Script.hangUp(), Script.say("there you are"));

        var reply = newTenant("acme").chat("gpt-4o-mini", "hello?", OFF, "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
    }

    @Test
    void anUpstreamThatCannotBeReachedIsABadGateway() {
        var reply = newTenant("acme").chat("nowhere/any", "hello?");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("upstream_unreachable");
        assertThat(reply.json().at("/error/message").asText()).contains("nowhere");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("3");
    }

    @Test
    void garbageInsteadOfAStreamIsNeverShownAsFinished() {
        upstream.onModel("gpt-garbage", Script.garbage());

        var reply = newTenant("acme").stream("gpt-garbage", "hello?");

        assertThat(reply.body()).doesNotContain("[DONE]");
        assertThat(reply.body()).contains("\"error\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpstreamThatCompressesUnaskedIsReadAllTheSame(boolean stream) {
        upstream.onModel("gpt-gzip", Script.say("small and tidy").compressed());
        var acme = newTenant("acme");

        var reply = acme.post("/v1/chat/completions", Client.chatBody("gpt-gzip", "hello?", stream), OFF, "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-encoding")).isEmpty();
        assertThat(reply.body()).contains("tidy");
    }

    @Test
    void aClientThatLeavesCancelsTheUpstream() throws IOException, InterruptedException {
        upstream.onModel("gpt-long", Script.words(500).tokenEvery(Duration.ofMillis(50)));
        var request = newTenant("acme")
                .request("POST", "/v1/chat/completions", Client.chatBody("gpt-long", "talk", true), OFF, "off");

        try (var http = HttpClient.newHttpClient()) {
            var body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            assertThat(body.read(new byte[64])).isPositive();
            body.close();

            assertThat(upstream.awaitCancelled(1)).isNotEmpty();
        }
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerCancelsTheUpstream() throws Exception {
        upstream.onModel("gpt-slow", Script.words(5).headersAfter(Duration.ofMillis(1_500)));
        var request = newTenant("acme")
                .request("POST", "/v1/chat/completions", Client.chatBody("gpt-slow", "talk", true), OFF, "off");

        try (var http = HttpClient.newHttpClient()) {
            var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            upstream.awaitRequests(1);
            answer.cancel(true);
            http.shutdownNow();

            assertThat(upstream.awaitCancelled(1)).isNotEmpty();
        }
    }

    private static String lastEvent(String body) {
        String[] events = body.split("\n\n");
        return events[events.length - 1];
    }
}
