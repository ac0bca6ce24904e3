package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Ledger;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.netty.channel.ChannelOption;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Every way a stream can break, at every one of its chunks: one event each, whose tokens are those the upstream spent;
 * never {@code [DONE]} behind a cut; nothing of it in the cache (P2, P5).
 */
@QuarkusTest
class StreamTortureResourceTest extends GatewayTest {

    /** One token each, in o200k_base as in the books of this upstream. */
    private static final List<String> WORDS = List.of("one", " two", " three", " four", " five", " six");

    /** Few enough for a busy machine: what waits for a core must not look like a silent upstream. */
    private static final int AT_ONCE = 8;

    private static final String PROMPT = "Count to six";
    private static final int PROMPT_TOKENS = 3;
    private static final List<String> CHUNKS = chunks();
    private static final int LAST = CHUNKS.size() - 1;

    private record Case(String name, String model, int chunks) {
        String requestId() {
            return "torture-" + name + "-" + chunks;
        }

        /** Tokens of the words that came; the first chunk names the role only. */
        int words() {
            return Math.max(0, Math.min(WORDS.size(), chunks - 1));
        }
    }

    @Test
    void aBrokenUpstreamIsNeverShownAsFinishedAndBilledAsFarAsItCame() throws Exception {
        Client acme = newTenant("torture");
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i <= LAST; i++) {
            Script all = Script.raw(CHUNKS.toArray(String[]::new));
            cases.add(scripted("cut", i, all.cutAfterChunks(i)));
            cases.add(scripted("end", i, all.endAfterChunks(i)));
            cases.add(scripted("stall", i, all.stallAfterChunks(i)));
            List<String> spoilt = new ArrayList<>(CHUNKS.subList(0, i));
            spoilt.add("data: {\"id\":\u0000}}<html>\n\nevent garbage");
            cases.add(scripted("garbage", i, Script.raw(spoilt.toArray(String[]::new))));
            cases.add(new Case("reset", "local/reset-" + i, i));
        }
        siblings.worker.does(StreamTortureResourceTest::reset);

        List<String> bodies = together(cases, one -> ask(acme, one));

        Map<String, JsonNode> ledger = Ledger.of(acme, cases.size());
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            assertThat(bodies.get(i))
                    .as(one.requestId())
                    .doesNotContain("[DONE]")
                    .contains("\"error\"");
            JsonNode event = ledger.get(one.requestId());
            assertThat(event.at("/call/error").asText()).as(one.requestId()).isNotEmpty();
            assertThat(event.at("/cache/outcome").asText()).as(one.requestId()).isNotEqualTo("HIT");
            assertThat(event.at("/usage/outputTokens").asInt())
                    .as("%s: %s", one.requestId(), event)
                    .isEqualTo(one.words());
            // What broke before its first word was nothing; another attempt might have taken over.
            if (one.words() > 0) {
                assertThat(event.at("/usage/inputTokens").asInt())
                        .as("%s: %s", one.requestId(), event)
                        .isEqualTo(PROMPT_TOKENS);
            }
        }
        for (Case one : cases) {
            if (!one.model().startsWith("local")) {
                assertThat(acme.stream(one.model(), PROMPT).header("x-cache"))
                        .as(one.requestId())
                        .isNotEqualTo("HIT");
            }
        }
    }

    @Test
    void aClientThatLeavesIsBilledAsFarAsItCameOrWholeAsItWished() throws Exception {
        Client acme = newTenant("leavers");
        List<Case> cancelled = new ArrayList<>();
        List<Case> drained = new ArrayList<>();
        Script all = Script.raw(CHUNKS.toArray(String[]::new));
        for (int i = 2; i < LAST; i++) {
            cancelled.add(scripted("cancel", i, all.stallAfterChunks(i)));
            drained.add(scripted("drain", i, all.tokenEvery(Duration.ofMillis(60))));
        }

        together(cancelled, one -> leave(acme, one, "cancel"));
        together(drained, one -> leave(acme, one, "drain"));

        Map<String, JsonNode> ledger = Ledger.of(acme, cancelled.size() + drained.size());
        for (Case one : cancelled) {
            JsonNode event = ledger.get(one.requestId());
            assertThat(event.at("/call/status").asInt()).as(one.requestId()).isEqualTo(499);
            assertThat(event.at("/usage/outputTokens").asInt())
                    .as(one.requestId())
                    .isEqualTo(one.words());
        }
        for (Case one : drained) {
            JsonNode event = ledger.get(one.requestId());
            // The last chunks may have been on their way already when it left.
            assertThat(event.at("/call/status").asInt())
                    .as(one.requestId())
                    .isIn(one.chunks() < LAST / 2 ? List.of(499) : List.of(499, 200));
            assertThat(event.at("/usage/estimated").asBoolean()).isFalse();
            assertThat(event.at("/usage/outputTokens").asInt())
                    .as(one.requestId())
                    .isEqualTo(WORDS.size());
            // What was finished without its client is a whole answer: the next one gets it for nothing.
            var again = acme.stream(one.model(), PROMPT);
            assertThat(again.header("x-cache")).as(one.requestId()).isEqualTo("HIT");
            assertThat(again.body()).contains("[DONE]");
        }
    }

    private Case scripted(String name, int chunks, Script script) {
        var one = new Case(name, "gpt-4o-torture-" + name + "-" + chunks, chunks);
        upstream.onModel(one.model(), script);
        return one;
    }

    private static String ask(Client client, Case one) {
        return client.stream(one.model(), PROMPT, "x-request-id", one.requestId())
                .body();
    }

    private String leave(Client client, Case one, String policy) {
        try (var reader = SseReader.post(
                base() + "/v1/chat/completions",
                Client.chatBody(one.model(), PROMPT, true),
                Map.of(
                        "authorization",
                        "Bearer " + client.key(),
                        "x-request-id",
                        one.requestId(),
                        "x-sluice-when-client-leaves",
                        policy))) {
            for (int i = 0; i < one.chunks(); i++) {
                SseEvent event = reader.nextData();
                assertThat(event)
                        .as(
                                "%s: %d %s",
                                one.requestId(), reader.status(), new String(reader.rawBytes(), StandardCharsets.UTF_8))
                        .isNotNull();
            }
        }
        return "";
    }

    /** Some chunks, and then not even a farewell at the level of TCP. */
    private static void reset(HttpServerRequest request, Buffer body) {
        String id = request.getHeader("x-request-id");
        int count = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
        var response = request.response().setChunked(true).putHeader("content-type", "text/event-stream");
        response.write(Buffer.buffer(String.join("", CHUNKS.subList(0, count)))).onComplete(written -> {
            var channel = ((ConnectionBase) request.connection()).channel();
            // A reset overtakes what is still on its way, so it waits until the other side has read.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.eventLoop().schedule((Runnable) channel::close, 200, TimeUnit.MILLISECONDS);
        });
    }

    private interface Act {
        String on(Case one);
    }

    private static List<String> together(List<Case> cases, Act act) throws Exception {
        List<Callable<String>> all = new ArrayList<>();
        cases.forEach(one -> all.add(() -> act.on(one)));
        List<String> bodies = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<String> done : pool.invokeAll(all)) {
                bodies.add(done.get());
            }
        }
        return bodies;
    }

    private static List<String> chunks() {
        List<String> all = new ArrayList<>();
        all.add(chunk(
                "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]", "null"));
        for (String word : WORDS) {
            all.add(chunk("[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"},\"finish_reason\":null}]", "null"));
        }
        all.add(chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", "null"));
        all.add(chunk(
                "[]",
                "{\"prompt_tokens\":" + PROMPT_TOKENS + ",\"completion_tokens\":" + WORDS.size() + ",\"total_tokens\":"
                        + (PROMPT_TOKENS + WORDS.size()) + "}"));
        all.add("data: [DONE]\n\n");
        return List.copyOf(all);
    }

    private static String chunk(String choices, String usage) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":"
                + choices + ",\"usage\":" + usage + "}\n\n";
    }
}
