package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets what, why and what now, in the caller's dialect. */
@QuarkusTest
class BadInputResourceTest extends GatewayTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final int LIMIT = 10 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":                                                     | 400 | invalid_json",
                "[]                                                              | 400 | invalid_json",
                "{\"model\":\"local\",\"messages\":[{\"role\":\"user\"}]} x        | 400 | invalid_json",
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}   | 400 | invalid_type",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}              | 400 | missing_field",
                "{\"model\":\"local\"}                                             | 400 | missing_field",
                "{\"model\":\"local\",\"messages\":[]}                              | 400 | empty_list",
                "{\"model\":\"local\",\"messages\":\"hello\"}                       | 400 | invalid_type",
                "{\"model\":\"local\",\"messages\":[{\"content\":\"x\"}]}             | 400 | missing_field",
                "{\"model\":\"local\",\"model\":\"gpt-4o\",\"messages\":[]}           | 400 | duplicate_field",
                "{\"model\":\"local\",\"stream\":\"yes\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 400 | invalid_type",
                "{\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 404 | model_not_found"
            })
    void aBrokenChatRequestIsRefusedInOpenAisWords(String body, int status, String code) {
        var reply = newTenant("careless").post(CHAT, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(reply.json().at("/error/message").asText()).hasSizeGreaterThan(20);
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(reply.header("x-request-id")).isNotEmpty();
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void anUnknownModelListsTheKnownOnesAndWhatToSet() {
        var reply = newTenant("careless").chat("no-such-model", "x");

        assertThat(reply.json().at("/error/message").asText())
                .contains("local", "openai", "anthropic", "cheap", "OPENAI_API_KEY");
        assertThat(reply.json().at("/error/param").asText()).isEqualTo("model");
    }

    @ParameterizedTest
    @CsvSource({"-1, 200", "0, 200", "1, 413"})
    void aBodyOfTenMebibytesPassesAndOneByteMoreDoesNot(int beyond, int status) {
        String empty = Client.chatBody("gpt-patient", "", false);
        String body = Client.chatBody("gpt-patient", "x".repeat(LIMIT - empty.length() + beyond), false);

        var reply = newTenant("careless").post(CHAT, body, "x-sluice-cache", "off");

        assertThat(reply.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(upstream.requests().getFirst().body().length()).isEqualTo(LIMIT + beyond);
        } else {
            assertThat(reply.json().at("/error/message").asText()).contains("10 MiB");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"98, 200", "99, 200", "100, 400", "1000, 400"})
    void moreThanAHundredLevelsOfNestingAreRefused(int levelsBelowTheObject, int status) {
        String nested = "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"metadata\":"
                + "[".repeat(levelsBelowTheObject) + "]".repeat(levelsBelowTheObject) + "}";

        var reply = newTenant("careless").post(CHAT, nested);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(reply.json().at("/error/message").asText()).contains("nesting");
        }
    }

    @ParameterizedTest
    @CsvSource({"9999, 200", "10000, 200", "10001, 400"})
    void aChatOfTenThousandMessagesPassesAndOneMoreDoesNot(int messages, int status) {
        String message = "{\"role\":\"user\",\"content\":\"x\"}";
        String body =
                "{\"model\":\"gpt-4o-mini\",\"messages\":[" + message + ("," + message).repeat(messages - 1) + "]}";

        var reply = newTenant("careless").post(CHAT, body, "x-sluice-cache", "off");

        assertThat(reply.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("array_above_max_length");
            assertThat(reply.json().at("/error/param").asText()).isEqualTo("messages");
            assertThat(reply.json().at("/error/message").asText()).contains("10000", "Drop or sum up");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"15, 200", "16, 200", "17, 400"})
    void sixteenAnswersAreGivenAndOneMoreIsNot(int n, int status) {
        String body = Client.chatBody("gpt-4o-mini", "x", false).replaceFirst("\\{", "{\"n\":" + n + ",");

        var reply = newTenant("careless").post(CHAT, body);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("integer_above_max_value");
            assertThat(reply.json().at("/error/param").asText()).isEqualTo("n");
            assertThat(reply.json().at("/error/message").asText()).contains("16", "Ask for fewer");
        }
    }

    @Test
    void theBoundsHoldInEveryDialectAndAreToldInIt() {
        var acme = newTenant("careless");
        String many = "[{\"role\":\"user\",\"content\":\"x\"}" + ",{\"role\":\"user\",\"content\":\"x\"}".repeat(10_000)
                + "]";

        var messages = acme.post(
                "/v1/messages", "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":5,\"messages\":" + many + "}");
        var counted =
                acme.post("/v1/messages/count_tokens", "{\"model\":\"claude-sonnet-4-5\",\"messages\":" + many + "}");
        var responses = acme.post("/v1/responses", "{\"model\":\"gpt-4o-mini\",\"input\":" + many + "}");
        var completions = acme.post("/v1/completions", "{\"model\":\"gpt-4o-mini\",\"prompt\":\"x\",\"n\":17}");

        assertThat(messages.status()).isEqualTo(400);
        assertThat(messages.json().path("type").asText()).isEqualTo("error");
        assertThat(messages.json().at("/error/message").asText()).contains("'messages'", "10000");
        assertThat(counted.status()).isEqualTo(400);
        assertThat(responses.status()).isEqualTo(400);
        assertThat(responses.json().at("/error/message").asText()).contains("'input'", "10000");
        assertThat(completions.status()).isEqualTo(400);
        assertThat(completions.json().at("/error/param").asText()).isEqualTo("n");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void withoutAKeyOrWithAWrongOneNothingIsAnswered() {
        String known = newTenant("acme").key();
        String wrongSecret = known.substring(0, known.length() - 4) + "aaaa";

        for (String key : new String[] {"", "nonsense", "sk-sl-aaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbb", wrongSecret}) {
            var reply = new Client(base(), key).chat("local", "x");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
            if (!key.isEmpty()) {
                assertThat(reply.body()).doesNotContain(key);
            }
        }
    }

    @Test
    void headersThatMakeNoSenseAreRefused() {
        var acme = newTenant("careless");

        var cache = acme.chat("gpt-4o-mini", "x", "x-sluice-cache", "always");
        var optimize = acme.chat("gpt-4o-mini", "x", "x-sluice-optimize", "very");

        assertThat(cache.status()).isEqualTo(400);
        assertThat(cache.json().at("/error/message").asText()).contains("exact", "semantic", "off");
        assertThat(optimize.status()).isEqualTo(400);
        assertThat(optimize.json().at("/error/message").asText()).contains("light", "medium", "aggressive");
    }

    @Test
    void unknownPathsAndMethodsAreToldWhatThereIs() {
        var acme = newTenant("careless");

        var path = acme.get("/v1/chat/nonsense");
        var method = acme.get(CHAT);
        var outside = acme.get("/nonsense");
        var admin = acme.get("/admin/keys");
        var internal = acme.post("/internal/cache/lookup", "{}");
        var disguised = acme.post("/cache/%2e%2e/internal/cache/lookup", "{}");

        assertThat(path.status()).isEqualTo(404);
        assertThat(path.json().at("/error/message").asText()).contains("/v1/chat/completions");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("allow")).isEqualTo("POST");
        assertThat(outside.status()).isEqualTo(404);
        assertThat(outside.header("content-type")).startsWith("application/problem+json");
        assertThat(admin.status()).isEqualTo(404);
        assertThat(internal.status()).isEqualTo(404);
        assertThat(disguised.status()).isEqualTo(404);
        assertThat(siblings.cache.asked()).isEmpty();
    }

    @Test
    void anEndpointThatAProviderDoesNotServeIsToldSo() {
        var acme = newTenant("careless");

        var local = acme.post("/v1/moderations", "{\"model\":\"local\",\"input\":\"x\"}");
        var claude = acme.post("/v1/embeddings", "{\"model\":\"claude-x\",\"input\":\"x\"}");

        assertThat(local.status()).isEqualTo(400);
        assertThat(local.json().at("/error/code").asText()).isEqualTo("unsupported_endpoint");
        assertThat(claude.status()).isEqualTo(400);
    }
}
