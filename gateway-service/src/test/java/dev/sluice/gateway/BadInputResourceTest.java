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

    @Test
    void aBodyOfTenMebibytesPassesAndOneByteMoreDoesNot() {
        var acme = newTenant("careless");
        String empty = Client.chatBody("gpt-4o-mini", "", false);
        String fits = Client.chatBody("gpt-4o-mini", "x".repeat(LIMIT - empty.length()), false);
        String tooLarge = Client.chatBody("gpt-4o-mini", "x".repeat(LIMIT - empty.length() + 1), false);

        var passed = acme.post(CHAT, fits, "x-sluice-cache", "off");
        var refused = acme.post(CHAT, tooLarge);

        assertThat(passed.status()).isEqualTo(200);
        assertThat(upstream.requests().getFirst().body().length()).isEqualTo(LIMIT);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().at("/error/message").asText()).contains("10 MiB");
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"63, 200", "64, 400", "100, 400"})
    void moreThanSixtyFourLevelsOfNestingAreRefused(int levelsBelowTheObject, int status) {
        String nested = "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"metadata\":"
                + "[".repeat(levelsBelowTheObject) + "]".repeat(levelsBelowTheObject) + "}";

        var reply = newTenant("careless").post(CHAT, nested);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(reply.json().at("/error/message").asText()).contains("nesting");
        }
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
