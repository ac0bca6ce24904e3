package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Model calls that pass: untouched, streamed, and with the house's own headers. */
@QuarkusTest
class ChatResourceTest extends GatewayTest {

    private static final String OFF = "x-sluice-cache";

    @Test
    void bytesOfADocumentPassUntouched() {
        String odd =
                "{ \"id\":\"x\" ,\n\t\"zzz_unknown\":[1,2 , 3.10e2],\"object\":\"chat.completion\",\"model\":\"odd-doc\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"h\\u00e9llo\"},\"finish_reason\":\"stop\"}]}\n";
        upstream.onModel("gpt-odd", Script.raw(odd));

        var reply = newTenant("acme").chat("gpt-odd", "odd?", OFF, "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(odd);
        assertThat(reply.header("x-cache")).isEqualTo("BYPASS");
        assertThat(reply.header("x-sluice-route")).isEqualTo("openai/gpt-odd");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
        assertThat(reply.header("x-request-id")).isNotEmpty();
        assertThat(Double.parseDouble(reply.header("x-sluice-overhead-ms"))).isBetween(0.0, 1_000.0);
    }

    @Test
    void bytesOfAStreamPassUntouched() {
        String[] chunks = {
            ": a comment\n\n",
            "data:{\"choices\":[{\"delta\":{\"content\":\"a\"},\"index\":0}],\"zzz\":1}\n\n",
            "event: odd\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}, \"index\":0,\"finish_reason\":\"stop\"}]}\r\n\r\n",
            "data: [DONE]\n\n"
        };
        upstream.onModel("gpt-odd-stream", Script.raw(chunks));

        var reply = newTenant("acme").stream("gpt-odd-stream", "odd?", OFF, "off");

        assertThat(reply.body()).isEqualTo(String.join("", chunks));
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
    }

    @Test
    void theProvidersNameIsTheOnlyThingChangedOnTheWayUp() {
        String body =
                "{ \"model\" : \"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"up?\"}],\"future_field\":{\"a\":[1.50]} }";

        newTenant("acme").post("/v1/chat/completions", body, OFF, "off");

        var received = upstream.lastRequest();
        assertThat(received.body().text()).isEqualTo(body.replace("openai/gpt-4o-mini", "gpt-4o-mini"));
        assertThat(received.header("authorization")).isEqualTo("Bearer sk-upstream-secret");
    }

    @Test
    void theSecondPathPrefixServesTheSame() {
        var reply = newTenant("acme").post("/openai/v1/chat/completions", Client.chatBody("cheap", "hello", false));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-route")).isEqualTo("cheap");
        assertThat(upstream.lastRequest().json().path("model").asText()).isEqualTo("gpt-4o-mini");
    }
}
