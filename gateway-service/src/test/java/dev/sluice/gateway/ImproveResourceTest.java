package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A caller may ask for a shorter prompt; a slow or broken optimiser changes nothing but a header (P6). */
@QuarkusTest
class ImproveResourceTest extends GatewayTest {

    private static final String BODY =
            "{ \"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Please kindly say hello\"}] ,\"x\":1}";
    private static final String SHORTER =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}],\"tokensBefore\":4,\"tokensAfter\":2,"
                    + "\"techniques\":[{\"name\":\"politeness\",\"tokensRemoved\":2,\"lossless\":true}],\"confidence\":1,\"changed\":true}";

    @Test
    void theModelGetsTheShorterPromptAndNothingElseChanges() {
        siblings.optimizer.says(SHORTER);

        var reply = newTenant("acme")
                .post("/v1/chat/completions", BODY, "x-sluice-optimize", "light", "x-sluice-cache", "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-degraded")).isEmpty();
        assertThat(reply.header("x-sluice-saved")).isEqualTo("0.0000003");
        assertThat(upstream.lastRequest().body().text())
                .isEqualTo(BODY.replace("Please kindly say hello", "Say hello"));
        assertThat(siblings.optimizer.asked().getFirst().body()).contains("\"level\":\"light\"", "Please kindly");
    }

    @Test
    void withoutTheHeaderNobodyIsAsked() {
        newTenant("acme").post("/v1/chat/completions", BODY, "x-sluice-cache", "off");

        assertThat(siblings.optimizer.asked()).isEmpty();
        assertThat(upstream.lastRequest().body().text()).isEqualTo(BODY);
    }

    @Test
    void anAnswerThatDoesNotFitTheConversationIsLeftOut() {
        siblings.optimizer.says(SHORTER.replace("\"role\":\"user\"", "\"role\":\"system\""));

        newTenant("acme").post("/v1/chat/completions", BODY, "x-sluice-optimize", "medium", "x-sluice-cache", "off");

        assertThat(upstream.lastRequest().body().text()).isEqualTo(BODY);
    }

    @Test
    void anOptimiserThatFailsChangesNothingButAHeader() {
        siblings.optimizer.hangsUp();

        var reply = newTenant("acme")
                .post("/v1/chat/completions", BODY, "x-sluice-optimize", "light", "x-sluice-cache", "off");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-degraded")).isEqualTo("optimizer");
        assertThat(upstream.lastRequest().body().text()).isEqualTo(BODY);
    }

    @Test
    void codeToolsAndImagesAreNotSentThere() {
        String tools = BODY.replace("\"x\":1", "\"tools\":[{\"type\":\"function\"}]");

        newTenant("acme").post("/v1/chat/completions", tools, "x-sluice-optimize", "light");

        assertThat(siblings.optimizer.asked()).isEmpty();
    }
}
