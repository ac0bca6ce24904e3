package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.improve.Improver;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A caller may ask for a shorter prompt; a slow or broken optimiser changes nothing but a header (P6). */
@QuarkusTest
class ImproveResourceTest extends GatewayTest {

    @Inject
    Improver improver;

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
    void aKeySaysHowFarItsPromptsAreShortenedAndTheHeaderSaysOtherwise() {
        siblings.optimizer.says(SHORTER);
        var admin = new Client(admin(), "test-admin-key");
        String key = admin.post("/admin/keys", "{\"tenant\":\"keyed\",\"optimize\":\"medium\"}")
                .json()
                .path("key")
                .asText();
        var keyed = new Client(base(), key);

        keyed.post("/v1/chat/completions", BODY, "x-sluice-cache", "off");
        assertThat(siblings.optimizer.asked().getFirst().body()).contains("\"level\":\"medium\"");
        keyed.post("/v1/chat/completions", BODY, "x-sluice-cache", "off", "x-sluice-optimize", "off");
        assertThat(upstream.lastRequest().body().text()).isEqualTo(BODY);

        assertThat(admin.post("/admin/keys", "{\"tenant\":\"keyed\",\"optimize\":\"loud\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aLockedRouteIsNotOverruledByAKey() {
        assertThat(improver.level(null, OptimizeLevel.AGGRESSIVE, new Optimizing(OptimizeLevel.LIGHT, true)))
                .isEqualTo(OptimizeLevel.LIGHT);
        assertThat(improver.level("off", OptimizeLevel.AGGRESSIVE, new Optimizing(OptimizeLevel.LIGHT, true)))
                .isEqualTo(OptimizeLevel.OFF);
        assertThat(improver.level(null, OptimizeLevel.AUTO, new Optimizing(OptimizeLevel.LIGHT, false)))
                .isEqualTo(OptimizeLevel.AUTO);
    }

    @Test
    void theSavedTokensAreTold() {
        siblings.optimizer.says(SHORTER);

        var reply = newTenant("acme")
                .post("/v1/chat/completions", BODY, "x-sluice-optimize", "auto", "x-sluice-cache", "off");

        assertThat(reply.header("x-sluice-saved-tokens")).isEqualTo("2");
        assertThat(siblings.optimizer.asked().getFirst().body()).contains("\"level\":\"auto\"", "\"model\":\"");
    }

    @Test
    void whereTheAnswerShallHaveAShapeNothingIsDoneThatLoses() {
        siblings.optimizer.says(SHORTER);
        String shaped = BODY.replace(
                "\"x\":1",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{}}}");

        newTenant("acme")
                .post("/v1/chat/completions", shaped, "x-sluice-optimize", "aggressive", "x-sluice-cache", "off");

        assertThat(siblings.optimizer.asked().getFirst().body()).contains("\"level\":\"light\"");
    }

    @Test
    void theGuardHearsHowThePromptOfEitherSideWasAnswered() {
        siblings.optimizer.says(SHORTER.replace("\"changed\":true", "\"changed\":true,\"arm\":\"optimised\""));

        newTenant("acme")
                .post(
                        "/v1/chat/completions",
                        BODY,
                        "x-sluice-optimize",
                        "medium",
                        "x-sluice-cache",
                        "off",
                        "x-sluice-session",
                        "s-1");

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> siblings.optimizer.asked().size() == 2);
        assertThat(siblings.optimizer.asked().getFirst().body()).contains("\"unit\":\"s-1\"");
        assertThat(siblings.optimizer.asked().getLast().body())
                .isEqualTo("{\"arm\":\"optimised\",\"good\":true,\"signal\":\"answer\"}");
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
