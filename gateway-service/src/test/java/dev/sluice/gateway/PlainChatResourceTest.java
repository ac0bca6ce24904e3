package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Ledger;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat for people's applications: events that say what happens, the journey of every other completion behind them. */
@QuarkusTest
class PlainChatResourceTest extends GatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STREAM = "/api/chat/stream";
    private static final String QUICK = "/api/chat/quick";

    @Test
    void aMessageIsTypingThenChunksThenDone() throws IOException {
        upstream.onModel("gpt-chat", Script.say("well met friend"));

        List<SseEvent> all = ask(newTenant("chat"), body("gpt-chat", "hello")).readAll();

        assertThat(all.getFirst().event()).isEqualTo("typing");
        assertThat(all.getLast().event()).isEqualTo("done");
        assertThat(words(all)).isEqualTo("well met friend");
        JsonNode done = JSON.readTree(all.getLast().data());
        assertThat(done.path("finish").asText()).isEqualTo("stop");
        assertThat(done.path("cache").asText()).isEqualTo("MISS");
        assertThat(done.at("/usage/outputTokens").asInt()).isEqualTo(3);
    }

    @Test
    void whoWaitsIsToldThatItIsBeingWorkedOn() throws IOException {
        upstream.onModel("gpt-slow-chat", Script.say("at last").firstTokenAfter(Duration.ofMillis(1_500)));

        List<String> events = ask(newTenant("chat"), body("gpt-slow-chat", "hello")).readAll().stream()
                .map(SseEvent::event)
                .toList();

        assertThat(events).startsWith("typing", "progress").endsWith("done");
    }

    @Test
    void whatWasAnsweredOnceComesFromTheCacheQuicklyAndForNothing() throws IOException {
        upstream.onModel("gpt-4o-mini-cached", Script.say("the same as ever"));
        Client acme = newTenant("chat");

        var before = acme.post(QUICK, body("gpt-4o-mini-cached", "what is new?"));
        ask(acme, body("gpt-4o-mini-cached", "what is new?")).readAll();
        var after = acme.post(QUICK, body("gpt-4o-mini-cached", "what is new?"));

        assertThat(before.status()).isEqualTo(404);
        assertThat(before.header("content-type")).startsWith("application/problem+json");
        assertThat(before.json().path("code").asText()).isEqualTo("not_cached");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().path("content").asText()).isEqualTo("the same as ever");
        assertThat(after.json().path("cache").asText()).isEqualTo("HIT");
        assertThat(after.header("x-cache")).isEqualTo("HIT");
        assertThat(upstream.requests()).hasSize(1);
        assertThat(Ledger.of(acme, 3)).hasSize(3);
    }

    @Test
    void aRefusalIsAProblemWithItsOwnStatus() {
        upstream.onModel("gpt-chat-limited", Script.error(429, "slow down").retryAfter(7));
        Client acme = newTenant("chat");

        var limited = acme.post(STREAM, body("gpt-chat-limited", "hello"));
        var unknown = acme.post(STREAM, body("no-such-model", "hello"));
        var stranger = new Client(base(), "").post(STREAM, body("gpt-chat", "hello"));

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("retry-after")).isEqualTo("7");
        assertThat(limited.json().path("detail").asText()).isEqualTo("slow down");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("code").asText()).isEqualTo("model_not_found");
        assertThat(stranger.status()).isEqualTo(401);
        for (var reply : List.of(limited, unknown, stranger)) {
            assertThat(reply.header("content-type")).startsWith("application/problem+json");
        }
    }

    @Test
    void anAnswerThatBreaksOffEndsWithAnErrorAndNeverWithDone() {
        upstream.onModel("gpt-chat-cut", Script.words(20).cutAfterChunks(5));

        List<SseEvent> all =
                ask(newTenant("chat"), body("gpt-chat-cut", "hello")).readAll();

        assertThat(all.getLast().event()).isEqualTo("error");
        assertThat(all.getLast().data()).contains("upstream_cut");
        assertThat(all).noneMatch(event -> "done".equals(event.event()));
    }

    @Test
    void aRefusalThatComesLateIsAnErrorEvent() {
        upstream.onModel("gpt-chat-late", Script.error(400, "not like this").headersAfter(Duration.ofMillis(1_200)));

        List<SseEvent> all =
                ask(newTenant("chat"), body("gpt-chat-late", "hello")).readAll();

        assertThat(all.getFirst().event()).isEqualTo("typing");
        assertThat(all.getLast().event()).isEqualTo("error");
        assertThat(all.getLast().data()).contains("not like this");
    }

    @Test
    void whoLeavesCancelsTheUpstream() {
        upstream.onModel("gpt-chat-long", Script.words(500).tokenEvery(Duration.ofMillis(50)));

        try (var reader = ask(newTenant("chat"), body("gpt-chat-long", "talk"))) {
            reader.nextData();
            reader.nextData();
        }

        assertThat(upstream.awaitCancelled(1)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"message\":7}",
                "{\"messages\":\"x\"}",
                "{\"messages\":[]}",
                "{\"message\":\"x\",\"model\":7}"
            })
    void aMessageThatCannotBeUnderstoodIsABadRequest(String body) {
        var reply = newTenant("chat").post(STREAM, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
    }

    private SseReader ask(Client client, String body) {
        return SseReader.post(base() + STREAM, body, Map.of("authorization", "Bearer " + client.key()));
    }

    private static String body(String model, String message) {
        return "{\"model\":\"" + model + "\",\"message\":\"" + message + "\"}";
    }

    private static String words(List<SseEvent> all) throws IOException {
        List<String> words = new ArrayList<>();
        for (SseEvent event : all) {
            if ("chunk".equals(event.event())) {
                words.add(JSON.readTree(event.data()).path("content").asText());
            }
        }
        return String.join("", words);
    }
}
