package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.StaticKey;
import dev.sluice.testkit.PackagedTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway as it is packaged, without siblings and broker: on a JVM, and with {@code -Pnative} as a native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PackagedTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = UpstreamTestResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "sluice.gateway.well-known.openai-base-url", value = "{openai}"))
@QuarkusTestResource(value = GatewayServiceIT.Settings.class, restrictToAnnotatedClass = true)
class GatewayServiceIT {

    /** One key, and a provider's. */
    public static final class Settings implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "sluice.gateway.key-pepper", StaticKey.PEPPER,
                    "sluice.gateway.static-keys.fixed.hash", StaticKey.hash(),
                    "sluice.gateway.static-keys.fixed.tenant", "packaged",
                    "sluice.gateway.well-known.openai-api-key", "k",
                    "sluice.kafka.bootstrap", "127.0.0.1:1");
        }

        @Override
        public void stop() {
            // Nothing was started.
        }
    }

    @TestHTTPResource("/")
    String base;

    ScriptedUpstream upstream;
    private Client client;

    @BeforeEach
    void ready() {
        client = new Client(base.replaceFirst("/$", ""), StaticKey.KEY);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> client.get("/health/ready").status() == 200);
    }

    @Test
    void aCompletionIsFetchedOnceAndRemembered() {
        upstream.onModel("gpt-talk", Script.words(20));

        var first = client.chat("gpt-talk", "Which river is the longest?");
        var second = client.chat("gpt-talk", "Which river is the longest?");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("x-cache")).isEqualTo("MISS");
        assertThat(second.header("x-cache")).isEqualTo("HIT");
        assertThat(second.json().at("/choices/0/message/content"))
                .isEqualTo(first.json().at("/choices/0/message/content"));
    }

    @Test
    void aStreamEndsAsItShouldAndAStrangerIsRefused() {
        upstream.onModel("gpt-talk", Script.words(20));

        var stream = client.stream("gpt-talk", "Talk to me.");
        var stranger = new Client(client.base(), "sk-sl-fixed-9999999999").chat("gpt-talk", "Let me in.");

        assertThat(stream.status()).as(stream.body()).isEqualTo(200);
        assertThat(stream.body().strip()).endsWith("data: [DONE]");
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void anAnthropicCallIsAnsweredByTheSameProvider() {
        upstream.onModel("gpt-talk", Script.words(20));

        var answer = client.post(
                "/v1/messages",
                "{\"model\":\"gpt-talk\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}",
                "x-api-key",
                StaticKey.KEY);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("type").asText()).isEqualTo("message");
    }

    @Test
    void theStatusAndTheDescriptionOfItsApiAreThere() {
        assertThat(client.get("/system/status").status()).isEqualTo(200);
        assertThat(client.get("/q/openapi").status()).isEqualTo(200);
    }
}
