package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Ledger;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conversations over sockets: the same journey, one answer at a time, nobody forgotten. */
@QuarkusTest
class SocketResourceTest extends GatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aMessageIsAnsweredWithTheEventsOfTheChatAndBilledOnce() throws Exception {
        upstream.onModel("gpt-socket", Script.say("well met friend"));
        Client acme = newTenant("socket");

        try (var talk = Talker.open(base(), "/ws/chat", acme.key())) {
            assertThat(talk.next().path("type").asText()).isEqualTo("ready");
            talk.say("{\"type\":\"chat\",\"id\":\"a\",\"model\":\"gpt-socket\",\"message\":\"hello\"}");
            List<JsonNode> first = talk.until("done");
            talk.say("{\"type\":\"chat\",\"id\":\"b\",\"model\":\"gpt-socket\",\"message\":\"hello\"}");
            List<JsonNode> second = talk.until("done");

            assertThat(first.getFirst().path("type").asText()).isEqualTo("typing");
            assertThat(first).allMatch(event -> event.path("id").asText().equals("a"));
            assertThat(words(first)).isEqualTo("well met friend");
            assertThat(words(second)).isEqualTo("well met friend");
            assertThat(second.getLast().path("cache").asText()).isEqualTo("HIT");
        }
        assertThat(Ledger.of(acme, 2)).hasSize(2);
    }

    @Test
    void aKeyMayComeAsAMessageOrAsAProtocolButNeverInTheAddress() throws Exception {
        upstream.onModel("gpt-socket-auth", Script.say("yes"));
        Client acme = newTenant("socket");
        String ask = "{\"type\":\"chat\",\"model\":\"gpt-socket-auth\",\"message\":\"hello\"}";

        try (var talk = Talker.open(base(), "/ws/chat?key=" + acme.key(), null)) {
            talk.say(ask);
            assertThat(talk.next().path("code").asText()).isEqualTo("invalid_api_key");
            talk.say("{\"type\":\"auth\",\"key\":\"" + acme.key() + "\"}");
            assertThat(talk.next().path("type").asText()).isEqualTo("ready");
            talk.say(ask);
            assertThat(words(talk.until("done"))).isEqualTo("yes");
        }
        try (var talk = Talker.offering(base(), "/ws/chat", "sluice", "sluice.key." + acme.key())) {
            assertThat(talk.protocol()).isEqualTo("sluice");
            assertThat(talk.next().path("type").asText()).isEqualTo("ready");
        }
    }

    @Test
    void aWrongKeyIsRefusedBeforeTheSocketAndWithinIt() throws Exception {
        assertThatThrownBy(() -> Talker.open(base(), "/ws/chat", "sk-sl-nobody-nothing"))
                .isInstanceOf(CompletionException.class);

        try (var talk = Talker.open(base(), "/ws/chat", null)) {
            talk.say("{\"type\":\"auth\",\"key\":\"sk-sl-nobody-nothing\"}");
            assertThat(talk.next().path("status").asInt()).isEqualTo(401);
            assertThat(talk.closed()).isEqualTo(4401);
        }
    }

    @Test
    void whoShowsNoKeyOrAsksNothingIsLetGo() throws Exception {
        try (var silent = Talker.open(base(), "/ws/chat", null);
                var idle = Talker.open(base(), "/ws/chat", newTenant("socket").key())) {
            assertThat(silent.closed()).isEqualTo(4401);
            assertThat(idle.closed()).isEqualTo(1000);
        }
    }

    @Test
    void oneAnswerAtATimeAndItCanBeCancelled() throws Exception {
        upstream.onModel("gpt-socket-long", Script.words(500).tokenEvery(Duration.ofMillis(50)));
        String ask = "{\"type\":\"chat\",\"model\":\"gpt-socket-long\",\"message\":\"talk\"}";

        try (var talk = Talker.open(base(), "/ws/chat", newTenant("socket").key())) {
            talk.say(ask);
            talk.until("chunk");
            talk.say(ask);
            assertThat(talk.until("error").getLast().path("code").asText()).isEqualTo("busy");
            talk.say("{\"type\":\"cancel\"}");
            talk.until("cancelled");

            assertThat(upstream.awaitCancelled(1)).hasSize(1);
            talk.say("{\"type\":\"ping\"}");
            assertThat(talk.until("pong")).hasSize(1);
        }
    }

    @Test
    void whoLeavesTheSocketCancelsTheUpstream() throws Exception {
        upstream.onModel("gpt-socket-leave", Script.words(500).tokenEvery(Duration.ofMillis(50)));
        Client acme = newTenant("socket");

        try (var talk = Talker.open(base(), "/ws/chat", acme.key())) {
            talk.say("{\"type\":\"chat\",\"model\":\"gpt-socket-leave\",\"message\":\"talk\"}");
            talk.until("chunk");
        }

        assertThat(upstream.awaitCancelled(1)).hasSize(1);
        assertThat(Ledger.of(acme, 1)
                        .values()
                        .iterator()
                        .next()
                        .at("/call/error")
                        .asText())
                .isEqualTo("client_gone");
    }

    @Test
    void errorsAreEventsAndTheSocketStaysOpen() throws Exception {
        upstream.onModel("gpt-socket-cut", Script.words(20).cutAfterChunks(5));

        try (var talk = Talker.open(base(), "/ws/chat", newTenant("socket").key())) {
            talk.next();
            for (String wrong : List.of("{", "[]", "{\"type\":\"dance\"}", "{\"type\":\"chat\"}")) {
                talk.say(wrong);
                assertThat(talk.next().path("status").asInt()).as(wrong).isEqualTo(400);
            }
            talk.say("{\"type\":\"chat\",\"model\":\"no-such-model\",\"message\":\"x\"}");
            assertThat(talk.next().path("code").asText()).isEqualTo("model_not_found");
            talk.say("{\"type\":\"chat\",\"model\":\"gpt-socket-cut\",\"message\":\"x\"}");
            assertThat(talk.until("error").getLast().path("code").asText()).isEqualTo("upstream_cut");
            talk.say("{\"type\":\"ping\"}");
            assertThat(talk.next().path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void aMessageBeyondTheBoundClosesTheSocket() throws Exception {
        try (var talk = Talker.open(base(), "/ws/chat", newTenant("socket").key())) {
            talk.next();
            talk.say("{\"type\":\"dance\",\"x\":\"" + "x".repeat(15_000) + "\"}");
            assertThat(talk.next().path("code").asText()).isEqualTo("unknown_type");
            talk.say("{\"type\":\"dance\",\"x\":\"" + "x".repeat(20_000) + "\"}");

            assertThat(talk.closed()).isIn(1009, 1006);
        }
    }

    @Test
    void aSearchIsTheWorkersEventsWithTheCallersTenant() throws Exception {
        siblings.worker.does((request, body) -> request.response()
                .putHeader("content-type", "text/event-stream")
                .end("event: retrieving\ndata: {\"documents\":3}\n\nevent: done\ndata: {\"sources\":1}\n\n"));

        try (var talk = Talker.open(base(), "/ws/search", newTenant("searching").key())) {
            talk.next();
            talk.say("{\"type\":\"search\",\"id\":7,\"query\":\"what & why?\"}");
            List<JsonNode> events = talk.until("done");

            assertThat(events).hasSize(2);
            assertThat(events.getFirst().path("documents").asInt()).isEqualTo(3);
            assertThat(events.getFirst().path("id").asText()).isEqualTo("7");
        }
        var asked = siblings.worker.asked("/stream/search").getFirst();
        assertThat(asked.path()).isEqualTo("/stream/search?q=what+%26+why%3F");
        assertThat(asked.headers().get("x-sluice-tenant")).startsWith("searching-");
    }

    @Test
    void tasksAreFollowedOnASocketUnderTheirOwnNames() throws Exception {
        siblings.worker.does((request, body) -> request.response()
                .putHeader("content-type", "text/event-stream")
                .end(": still here\n\nid: a:2\nevent: state\ndata: {\"id\":\"a\",\"type\":\"summary\"}\n\n"
                        + "id: a:3\nevent: done\ndata: {\"id\":\"a\",\"state\":\"succeeded\"}\n\n"));

        try (var talk = Talker.open(base(), "/ws/tasks", newTenant("following").key())) {
            talk.next();
            talk.say("{\"type\":\"follow\",\"id\":7,\"ids\":[\"a\",\"b c\"]}");
            List<JsonNode> events = talk.until("done");

            assertThat(events.getFirst().path("type").asText()).isEqualTo("state");
            assertThat(events.getFirst().path("id").asText()).isEqualTo("7");
            assertThat(events.getFirst().at("/task/type").asText()).isEqualTo("summary");
            assertThat(events.getLast().at("/task/state").asText()).isEqualTo("succeeded");
            talk.say("{\"type\":\"follow\"}");
            talk.until("done");
            talk.say("{\"type\":\"follow\",\"ids\":[]}");
            assertThat(talk.next().path("code").asText()).isEqualTo("bad_ids");
            talk.say("{\"type\":\"follow\",\"ids\":[" + "\"a\",".repeat(100) + "\"a\"]}");
            assertThat(talk.next().path("code").asText()).isEqualTo("bad_ids");
            talk.say("{\"type\":\"follow\",\"ids\":[" + "\"a\",".repeat(99) + "\"a\"]}");
            talk.until("done");
        }
        var asked = siblings.worker.asked("/background/events");
        assertThat(asked.getFirst().path()).isEqualTo("/background/events?ids=a,b+c");
        assertThat(asked.get(1).path()).isEqualTo("/background/events");
        assertThat(asked.getFirst().headers().get("x-sluice-tenant")).startsWith("following-");
    }

    @Test
    void aSearchWithoutAWorkerIsAnErrorEvent() throws Exception {
        siblings.worker.hangsUp();

        try (var talk = Talker.open(base(), "/ws/search", newTenant("searching").key())) {
            talk.next();
            talk.say("{\"type\":\"search\",\"query\":\"anybody?\"}");

            assertThat(talk.next().path("code").asText()).isEqualTo("service_away");
        }
    }

    @Test
    void whatIsNoSocketIsToldSo() {
        assertThat(newTenant("socket").get("/ws/chat").status()).isEqualTo(426);
    }

    private static String words(List<JsonNode> events) {
        List<String> words = new ArrayList<>();
        events.forEach(event -> words.add(event.path("content").asText("")));
        return String.join("", words);
    }

    /** A client of a socket. */
    private static final class Talker implements WebSocket.Listener, AutoCloseable {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        private WebSocket socket;

        static Talker open(String base, String path, @Nullable String key) {
            var talker = new Talker();
            var builder = talker.http.newWebSocketBuilder();
            if (key != null) {
                builder.header("authorization", "Bearer " + key);
            }
            return talker.connect(builder, base + path);
        }

        static Talker offering(String base, String path, String protocol, String... more) {
            var talker = new Talker();
            return talker.connect(talker.http.newWebSocketBuilder().subprotocols(protocol, more), base + path);
        }

        private Talker connect(WebSocket.Builder builder, String url) {
            socket = builder.buildAsync(URI.create(url.replaceFirst("http", "ws")), this)
                    .join();
            return this;
        }

        String protocol() {
            return socket.getSubprotocol();
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        JsonNode next() throws Exception {
            String text = heard.poll(10, TimeUnit.SECONDS);
            assertThat(text).as("a message").isNotNull();
            return JSON.readTree(text);
        }

        /** All messages up to and with the first of a type. */
        List<JsonNode> until(String type) throws Exception {
            List<JsonNode> all = new ArrayList<>();
            do {
                JsonNode one = next();
                if (!one.path("type").asText().equals("ready")) {
                    all.add(one);
                }
            } while (all.isEmpty() || !all.getLast().path("type").asText().equals(type));
            return all;
        }

        int closed() throws Exception {
            Integer code = ends.poll(10, TimeUnit.SECONDS);
            assertThat(code).as("the socket's end").isNotNull();
            return code;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ends.add(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ends.add(1006);
        }

        @Override
        public void close() {
            socket.abort();
            http.shutdownNow();
        }
    }
}
