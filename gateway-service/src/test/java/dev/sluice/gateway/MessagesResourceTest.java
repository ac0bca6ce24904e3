package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that speak Anthropic's dialect: untouched to Anthropic, translated to everybody else. */
@QuarkusTest
class MessagesResourceTest extends GatewayTest {

    private static String body(String model, String text, boolean stream) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":64,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    @Test
    void bytesToAndFromAnthropicAreUntouchedExceptForTheModel() {
        String asked =
                "{ \"model\" : \"anthropic/claude-odd\" ,\"max_tokens\":7, \"future\":{\"a\":[1.50]},\"thinking\":{\"type\":\"disabled\"},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"new_block\",\"x\":1},{\"type\":\"text\",\"text\":\"hi\"}]}] }";
        String answered =
                "{ \"id\":\"msg_1\",\"type\":\"message\" ,\"role\":\"assistant\",\"model\":\"claude-odd\",\"zzz\":[1 ,2],\"content\":[{\"type\":\"text\",\"text\":\"h\\u00e9\"}],"
                        + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}\n";
        upstream.onModel("claude-odd", Script.raw(answered).header("request-id", "req_theirs"));

        var reply = newTenant("acme")
                .post("/v1/messages", asked, "anthropic-version", "2023-01-01", "anthropic-beta", "some-beta");

        assertThat(reply.body()).isEqualTo(answered);
        assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id"));
        assertThat(reply.header("x-sluice-route")).isEqualTo("anthropic/claude-odd");
        var received = upstream.lastRequest();
        assertThat(received.path()).isEqualTo("/v1/messages");
        assertThat(received.body().text()).isEqualTo(asked.replace("anthropic/claude-odd", "claude-odd"));
        assertThat(received.header("anthropic-version")).isEqualTo("2023-01-01");
        assertThat(received.header("anthropic-beta")).isEqualTo("some-beta");
        assertThat(received.header("x-api-key")).isEqualTo("sk-ant-upstream-secret");
    }

    @Test
    void aStreamFromAnthropicIsUntouched() {
        String[] events = {
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_9\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n",
            "event: ping\r\ndata: {\"type\": \"ping\"}\r\n\r\n",
            "event: new_event\ndata: {\"type\":\"new_event\"}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
        };
        upstream.onModel("claude-odd-stream", Script.raw(events));

        var reply = newTenant("acme").post("/anthropic/v1/messages", body("claude-odd-stream", "hi", true));

        assertThat(reply.body()).isEqualTo(String.join("", events));
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
    }

    @Test
    void anotherHostsModelAnswersInTheCallersDialect() {
        upstream.onModel("gpt-msg", Script.say("Hello you"));

        var reply = newTenant("acme").post("/v1/messages", body("gpt-msg", "hello", false), "x-sluice-cache", "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/type").asText()).isEqualTo("message");
        assertThat(reply.json().at("/content/0/text").asText()).isEqualTo("Hello you");
        assertThat(reply.json().at("/stop_reason").asText()).isEqualTo("end_turn");
        assertThat(reply.json().at("/usage/input_tokens").asLong()).isPositive();
        assertThat(reply.header("x-sluice-cost")).isNotEmpty();
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void anotherHostsStreamComesAsItsEvents() {
        upstream.onModel("gpt-msg-stream", Script.say("one two three"));

        var reply =
                newTenant("acme").post("/v1/messages", body("gpt-msg-stream", "hello", true), "x-sluice-cache", "off");

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body()
                        .lines()
                        .filter(line -> line.startsWith("event: "))
                        .distinct())
                .containsExactly(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop");
        assertThat(reply.body()).contains("\"stop_reason\":\"end_turn\"");
        assertThat(upstream.lastRequest()
                        .json()
                        .at("/stream_options/include_usage")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-kept", "claude-kept"})
    void whatIsKeptIsSaidInTheDialectThatAsks(String model) {
        var acme = newTenant("acme");
        String text = "what is kept of " + model + "?";

        var first = acme.post("/v1/messages", body(model, text, false));
        var again = acme.post("/v1/messages", body(model, text, false));
        var streamed = acme.post("/v1/messages", body(model, text, true));
        var chat = acme.post("/v1/chat/completions", Client.chatBody(model, text, false));

        assertThat(first.header("x-cache")).isEqualTo("MISS");
        assertThat(again.header("x-cache")).isEqualTo("HIT");
        assertThat(again.json().at("/content")).isEqualTo(first.json().at("/content"));
        assertThat(again.json().at("/type").asText()).isEqualTo("message");
        assertThat(again.json().at("/usage/output_tokens"))
                .isEqualTo(first.json().at("/usage/output_tokens"));
        assertThat(streamed.header("x-cache")).isEqualTo("HIT");
        assertThat(streamed.body()).contains("event: message_stop").doesNotContain("[DONE]");
        assertThat(chat.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void whatTheTranslationDoesNotHoldKeepsAnswersApart() {
        var acme = newTenant("acme");
        String plain = body("claude-apart", "apart?", false);
        String thinking = plain.replace(
                "\"max_tokens\":64", "\"max_tokens\":64,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}");
        String odd = plain.replace(
                "\"content\":\"apart?\"", "\"content\":[{\"type\":\"text\",\"text\":\"apart?\",\"citations\":[]}]");

        acme.post("/v1/messages", plain);

        assertThat(acme.post("/v1/messages", thinking).header("x-cache")).isEqualTo("MISS");
        assertThat(acme.post("/v1/messages", odd).header("x-cache")).isEqualTo("BYPASS");
        assertThat(acme.post("/v1/messages", plain).header("x-cache")).isEqualTo("HIT");
    }

    @Test
    void refusalsAreSaidInTheCallersDialect() {
        var nobody = new Client(base(), "");
        var acme = newTenant("acme");

        var stranger = nobody.post("/v1/messages", body("claude-x", "hi", false));
        var unknown = acme.post("/v1/messages", body("no-such-model", "hi", false));
        var nonsense = acme.post("/v1/messages", "{");
        var nowhere = acme.post("/anthropic/v1/nothing", "{}");
        var unreachable = acme.post("/v1/messages", body("nowhere-1", "hi", false));

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.json().at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().at("/type").asText()).isEqualTo("error");
        assertThat(unknown.json().at("/error/type").asText()).isEqualTo("not_found_error");
        assertThat(unknown.json().at("/request_id").asText()).isEqualTo(unknown.header("request-id"));
        assertThat(nonsense.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(nowhere.json().at("/error/type").asText()).isEqualTo("not_found_error");
        assertThat(unreachable.json().at("/error/type").asText()).isEqualTo("api_error");
    }

    @Test
    void anErrorOfAnotherHostKeepsItsStatusAndWords() {
        upstream.onModel("gpt-angry", Script.error(429, "Slow down").retryAfter(7));

        var reply = newTenant("acme").post("/v1/messages", body("gpt-angry", "hi", false));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("7");
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(reply.json().at("/error/message").asText()).isEqualTo("Slow down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-cut", "claude-cut"})
    void aCutStreamEndsWithAnErrorEventAndNoStop(String model) {
        upstream.onModel(model, Script.words(9).cutAfterChunks(5));

        var reply = newTenant("acme").post("/v1/messages", body(model, "hi", true));

        assertThat(reply.body())
                .contains("event: error\ndata: {\"type\":\"error\"")
                .doesNotContain("message_stop");
    }

    @Test
    void tokensAreCountedThereOrHere() {
        var acme = newTenant("acme");
        String asked =
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"How many tokens are these?\"}]}";

        var there = acme.post("/v1/messages/count_tokens", asked.formatted("claude-x"));
        var here = acme.post("/v1/messages/count_tokens", asked.formatted("gpt-4o-mini"));

        assertThat(there.json().path("input_tokens").asLong()).isPositive();
        assertThat(upstream.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/v1/messages/count_tokens"));
        assertThat(here.json().path("input_tokens").asLong()).isBetween(6L, 14L);
    }

    @Test
    void whatOnlyAnthropicUnderstandsIsRefusedForOthers() {
        String asked = body("gpt-4o-mini", "hi", false)
                .replace(
                        "\"max_tokens\":64",
                        "\"max_tokens\":64,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]");

        var reply = newTenant("acme").post("/v1/messages", asked);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).contains("runs at Anthropic");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void whatATranslationLeavesOutIsTold() {
        String asked = body("gpt-4o-mini", "hi", false).replace("\"max_tokens\":64", "\"max_tokens\":64,\"top_k\":5");
        var acme = newTenant("acme");

        assertThat(acme.post("/v1/messages", asked).header("x-sluice-dropped")).isEqualTo("top_k");
        assertThat(acme.post("/v1/messages", asked.replace("gpt-4o-mini", "claude-x"))
                        .header("x-sluice-dropped"))
                .isEmpty();
    }

    @Test
    void modelsThatThinkAreToldTheirLimitInTheirWord() {
        newTenant("acme").post("/v1/messages", body("o3-mini", "hi", false));

        assertThat(upstream.lastRequest().json().path("max_completion_tokens").asInt())
                .isEqualTo(64);
        assertThat(upstream.lastRequest().json().has("max_tokens")).isFalse();
    }
}
