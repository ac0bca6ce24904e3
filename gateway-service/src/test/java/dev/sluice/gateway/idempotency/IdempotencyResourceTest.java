package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Ledger;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that sends a request again, since it cannot know whether the first one arrived, gets and pays one answer. */
@QuarkusTest
class IdempotencyResourceTest extends GatewayTest {

    private static final String KEY = "idempotency-key";
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void ofSixtyFourAtOnceOneIsAskedAndTheOthersWaitOrGetItsAnswer() throws Exception {
        upstream.onModel("gpt-once", Script.words(3).headersAfter(Duration.ofMillis(500)));
        Client acme = newTenant("once");
        Callable<Reply> call = () -> once(acme, "gpt-once", "the same", "k-64");

        List<Reply> replies = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(64)) {
            for (Future<Reply> sent : threads.invokeAll(Collections.nCopies(64, call))) {
                replies.add(sent.get());
            }
        }
        Reply after = call.call();

        assertThat(upstream.requests()).hasSize(1);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("idempotency-replayed")).isEqualTo("true");
        assertThat(replies).allSatisfy(reply -> {
            if (reply.status() == 200) {
                assertThat(reply.body()).isEqualTo(after.body());
            } else {
                assertThat(reply.status()).isEqualTo(409);
                assertThat(reply.header("retry-after")).isEqualTo("1");
                assertThat(reply.json().at("/error/code").asText()).isEqualTo("idempotency_in_progress");
            }
        });
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 200 && !isReplay(reply))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, true, '\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]'",
        "/v1/chat/completions, false, '\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]'",
        "/v1/messages, true, '\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]'",
        "/v1/messages, false, '\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]'",
        "/v1/responses, true, '\"input\":\"hi\"'",
        "/v1/responses, false, '\"input\":\"hi\"'",
        "/v1/embeddings, false, '\"input\":\"hi\"'"
    })
    void whatIsSentAgainIsAnsweredWithTheSameBytesInEachDialect(String path, boolean stream, String rest) {
        Client acme = newTenant("again");
        String model = path.endsWith("embeddings")
                ? "text-embedding-3-small"
                : path.endsWith("responses") ? "claude-sonnet-4-5" : "gpt-4o-mini";
        String body = "{\"model\":\"" + model + "\"," + (stream ? "\"stream\":true," : "") + rest + "}";

        Reply first = acme.post(path, body, KEY, "k", "x-sluice-cache", "off");
        Reply again = acme.post(path, body, KEY, "k", "x-sluice-cache", "off");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(isReplay(first)).isFalse();
        assertThat(isReplay(again)).isTrue();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("content-type"))
                .isEqualTo(first.header("content-type"))
                .startsWith(stream ? "text/event-stream" : "application/json");
        assertThat(again.header("x-sluice-attempts")).isEqualTo("0");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aReplayCostsNothingCountsNoTokensAndIsOneEventThatSaysSo() {
        Client acme = limited();
        once(acme, "gpt-4o-mini", "pay once", "k");
        long used = tokens(acme);

        Reply again = once(acme, "gpt-4o-mini", "pay once", "k");

        assertThat(again.header("x-sluice-cost")).isEqualTo("0");
        assertThat(used).isPositive();
        assertThat(tokens(acme)).isEqualTo(used);
        JsonNode event = Ledger.of(acme, 2).get(again.header("x-request-id"));
        assertThat(event.at("/props/idempotency").asText()).isEqualTo("replayed");
        assertThat(event.at("/money/costNano").asLong()).isZero();
        assertThat(event.path("usage").isMissingNode() || event.path("usage").isNull())
                .isTrue();
        assertThat(event.at("/call/attempts").asInt()).isZero();
        assertThat(event.path("call").toString()).contains("gpt-4o-mini");
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefusedInTheCallersDialect() {
        Client acme = newTenant("reused");
        once(acme, "gpt-4o-mini", "one", "k");
        String messages =
                "{\"model\":\"gpt-4o-mini\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
        acme.post("/v1/messages", messages.formatted("one"), KEY, "k");

        Reply chat = once(acme, "gpt-4o-mini", "two", "k");
        Reply anthropic = acme.post("/v1/messages", messages.formatted("two"), KEY, "k");

        assertThat(chat.status()).isEqualTo(422);
        assertThat(chat.json().at("/error/code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(anthropic.status()).isEqualTo(422);
        assertThat(anthropic.json().path("type").asText()).isEqualTo("error");
        assertThat(anthropic.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(upstream.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 429, 401})
    void aFailureThatMayPassLeavesTheKeyFree(int status) {
        String model = "gpt-fails-" + status;
        Client acme = newTenant("fails");
        upstream.onModel(model, Script.error(status).header("x-should-retry", "false"));
        assertThat(once(acme, model, "hello", "k").status()).isGreaterThanOrEqualTo(400);

        upstream.onModel(model, Script.say("well"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> once(acme, model, "hello", "k").status() == 200);

        Reply again = once(acme, model, "hello", "k");
        assertThat(isReplay(again)).isTrue();
        assertThat(again.body()).contains("well");
    }

    @Test
    void aRefusalOfTheRequestItselfIsAnAnswer() {
        Client acme = newTenant("refused");
        upstream.onModel("gpt-refuses", Script.error(400, "no such thing"));
        Reply first = once(acme, "gpt-refuses", "hello", "k");

        Reply again = once(acme, "gpt-refuses", "hello", "k");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aCutStreamIsNeverGivenAgain() {
        Client acme = newTenant("cut");
        upstream.onModel("gpt-cut-once", Script.words(6).cutAfterChunks(4));
        Reply cut = stream(acme, "gpt-cut-once");
        assertThat(cut.body()).contains("upstream_cut").doesNotContain("[DONE]");

        upstream.onModel("gpt-cut-once", Script.words(6));
        Reply whole = stream(acme, "gpt-cut-once");

        assertThat(isReplay(whole)).isFalse();
        assertThat(whole.body()).contains("[DONE]");
        assertThat(stream(acme, "gpt-cut-once").body()).isEqualTo(whole.body());
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void whoLeavesInTheMiddleFreesTheKey() {
        Client acme = newTenant("leaves");
        upstream.onModel("gpt-left", Script.words(30).tokenEvery(Duration.ofMillis(100)));
        try (var first = open(acme, "gpt-left", Map.of())) {
            first.nextData();
            first.nextData();
        }
        upstream.awaitCancelled(1);
        upstream.onModel("gpt-left", Script.words(3));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> stream(acme, "gpt-left").status() == 200);

        assertThat(upstream.requests()).hasSize(2);
        assertThat(isReplay(stream(acme, "gpt-left"))).isTrue();
    }

    @Test
    void whoLeavesAStreamThatIsDrainedGetsItWholeLater() {
        Client acme = newTenant("drained");
        upstream.onModel("gpt-drained", Script.words(8).tokenEvery(Duration.ofMillis(60)));
        try (var first = open(acme, "gpt-drained", Map.of("x-sluice-when-client-leaves", "drain"))) {
            first.nextData();
            first.nextData();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> isReplay(stream(acme, "gpt-drained")));

        Reply again = stream(acme, "gpt-drained");
        assertThat(again.body().lines().filter(line -> line.startsWith("data: ")))
                .hasSize(11);
        assertThat(again.body()).contains("[DONE]");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void heartbeatsAndNamesOfEventsAreNoPartOfWhatIsKept() {
        Client acme = newTenant("beats");
        upstream.onModel("gpt-beats", Script.words(4).firstTokenAfter(Duration.ofMillis(700)));
        String first;
        try (var live = open(acme, "gpt-beats", Map.of("x-sluice-heartbeat", "1", "x-sluice-resume", "true"))) {
            first = String.join("\n", live.readAllData());
            assertThat(live.header("x-sluice-stream")).isNotBlank();
        }

        Reply again = stream(acme, "gpt-beats");

        assertThat(isReplay(again)).isTrue();
        assertThat(again.body()).doesNotContain("heartbeat", "id: ");
        assertThat(again.body()
                        .lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> line.substring(6)))
                .containsExactlyElementsOf(first.lines().toList());
    }

    @Test
    void anotherTenantWithTheSameKeyAndBodyIsAnotherRequest() {
        Client acme = newTenant("mine");
        Client globex = newTenant("theirs");

        once(acme, "gpt-4o-mini", "same", "k");
        Reply theirs = once(globex, "gpt-4o-mini", "same", "k");
        Reply different = once(globex, "gpt-4o-mini", "different", "k2");

        assertThat(theirs.status()).isEqualTo(200);
        assertThat(isReplay(theirs)).isFalse();
        assertThat(different.status()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void aKeyHasOneTo255VisibleCharactersAndIsGivenOnce() {
        Client acme = newTenant("bounds");

        assertThat(once(acme, "gpt-4o-mini", "a", "x".repeat(255)).status()).isEqualTo(200);
        assertThat(once(acme, "gpt-4o-mini", "a", "x").status()).isEqualTo(200);
        for (String bad : List.of("", "x".repeat(256), "a b")) {
            Reply refused = once(acme, "gpt-4o-mini", "a", bad);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/error/code").asText()).isEqualTo("invalid_idempotency_key");
            assertThat(refused.json().at("/error/message").asText()).contains("1 to 255 visible");
        }
        String body = Client.chatBody("gpt-4o-mini", "a", false);
        assertThat(acme.post(CHAT, body, KEY, "one", KEY, "two").status()).isEqualTo(400);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKept() {
        Client acme = newTenant("large");
        upstream.onModel("gpt-large", Script.say("x".repeat(1_100_000)));

        Reply first = once(acme, "gpt-large", "long", "k");
        Reply again = once(acme, "gpt-large", "long", "k");

        assertThat(first.status()).isEqualTo(200);
        assertThat(isReplay(again)).isFalse();
        assertThat(upstream.requests()).hasSize(2);
    }

    private static boolean isReplay(Reply reply) {
        return reply.header("idempotency-replayed").equals("true");
    }

    private static Reply once(Client client, String model, String text, String key) {
        return client.chat(model, text, KEY, key, "x-sluice-cache", "off");
    }

    private static Reply stream(Client client, String model) {
        return client.stream(model, "go on", KEY, "k", "x-sluice-cache", "off");
    }

    private SseReader open(Client client, String model, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.putAll(Map.of("authorization", "Bearer " + client.key(), KEY, "k", "x-sluice-cache", "off"));
        return SseReader.post(base() + CHAT, Client.chatBody(model, "go on", true), headers);
    }

    private Client limited() {
        Reply made = new Client(admin(), "test-admin-key")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"paid-" + Long.toString(System.nanoTime(), 36)
                                + "\",\"limits\":{\"tokens\":[{\"limit\":5000,\"window\":\"PT1H\"}]}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return new Client(base(), made.json().path("key").asText());
    }

    private static long tokens(Client client) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(limit(client).path("reserved").asLong()).isZero());
        return limit(client).path("used").asLong();
    }

    private static JsonNode limit(Client client) {
        return client.get("/system/limits").json().at("/limits/0");
    }
}
