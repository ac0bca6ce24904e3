package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams tell their usage to the house, and to the client only if it asked. */
@QuarkusTest
class UsageResourceTest extends GatewayTest {

    private static final String WORDS =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":null}]}\n\ndata: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"gpt-usage\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{ \"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream_options\": {\"include_usage\" : false}, \"stream\":true,\"model\":\"openai/gpt-usage\"}",
                "{\"stream_options\":null,\"model\":\"gpt-usage\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"gpt-usage\",\"stream\":true,\"stream_options\":{ },\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"gpt-usage\",\"stream\":true,\"stream_options\":{\"include_obfuscation\":false},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            })
    void theUpstreamIsAskedForUsageThatTheClientDoesNotSee(String body) {
        upstream.onModel("gpt-usage", Script.raw(WORDS, USAGE + DONE));

        var reply = newTenant("acme").post("/v1/chat/completions", body, "x-sluice-cache", "off");

        assertThat(reply.body()).isEqualTo(WORDS + DONE);
        var sent = upstream.lastRequest().json();
        assertThat(sent.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(sent.at("/model").asText()).isEqualTo("gpt-usage");
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo("x");
        if (body.contains("obfuscation")) {
            assertThat(sent.at("/stream_options/include_obfuscation").isBoolean())
                    .isTrue();
        }
    }

    @Test
    void aClientThatAsksSeesIt() {
        upstream.onModel("gpt-usage", Script.raw(WORDS, USAGE, DONE));
        String body = Client.chatBody("gpt-usage", "x", true)
                .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        var reply = newTenant("acme").post("/v1/chat/completions", body, "x-sluice-cache", "off");

        assertThat(reply.body()).isEqualTo(WORDS + USAGE + DONE);
        assertThat(upstream.lastRequest().body().text()).isEqualTo(body);
    }

    @Test
    void legacyCompletionsAreCountedTheSameWay() {
        String words = "data: {\"choices\":[{\"index\":0,\"text\":\"hi\",\"finish_reason\":\"stop\"}]}\n\n";
        upstream.onModel("davinci-usage", Script.raw(words, USAGE, DONE));

        var reply = newTenant("acme")
                .post("/v1/completions", "{\"model\":\"davinci-usage\",\"stream\":true,\"prompt\":\"x\"}");

        assertThat(reply.body()).isEqualTo(words + DONE);
    }

    @Test
    void whatIsNoStreamIsAskedAsItIs() {
        String body = Client.chatBody("gpt-4o-mini", "x", false);

        newTenant("acme").post("/v1/chat/completions", body, "x-sluice-cache", "off");

        assertThat(upstream.lastRequest().body().text()).isEqualTo(body);
    }
}
