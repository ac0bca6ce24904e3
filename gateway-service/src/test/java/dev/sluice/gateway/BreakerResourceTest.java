package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Deployments that fail for good, break all their streams, or become slow. */
@QuarkusTest
class BreakerResourceTest extends GatewayTest {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final String name = "b" + Long.toString(System.nanoTime(), 36);

    private void route(String stages) {
        Reply made = new Client(admin(), "test-admin-key")
                .send("PUT", "/admin/routes/" + name, "{\"stages\":" + stages + "}");
        assertThat(made.status()).as(made.body()).isIn(200, 201);
    }

    @Test
    void anUpstreamThatAlwaysFailsIsLeftAloneAfterAtMostTwentyCallsAndAskedAgainLater() {
        String model = "gpt-3.5-turbo";
        upstream.onModel(model, Script.error(503));
        var acme = newTenant("acme");

        long start = System.nanoTime();
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            replies.add(acme.chat(model, "call " + i, "x-sluice-cache", "off"));
        }
        long pauses = Duration.ofNanos(System.nanoTime() - start).dividedBy(PAUSE);

        assertThat(replies).allMatch(reply -> reply.status() == 503);
        // Ten calls prove it, retries are a tenth of the requests and three more, and each pause ends with a probe.
        assertThat(upstream.requests()).hasSizeBetween(10, 20 + (int) pauses);
        assertThat(replies)
                .filteredOn(reply -> reply.header("x-sluice-attempts").equals("0"))
                .isNotEmpty()
                .allSatisfy(reply -> {
                    assertThat(reply.header("retry-after")).matches("[1-3]");
                    assertThat(reply.json().at("/error/message").asText()).contains("No provider of", "is well");
                });
        assertThat(deployment(acme, model).path("state").asText()).isIn("open", "probed");
        assertThat(new Client(admin(), "").get("/metrics").body())
                .containsPattern(
                        "sluice_gateway_deployment_failures_total\\{[^}]*model=\"gpt-3.5-turbo\"[^}]*} 1[0-9]\\.0")
                .contains("sluice_gateway_deployment_state", "sluice_gateway_deployment_limit");

        upstream.onModel(model, Script.say("well again"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> acme.chat(model, "again", "x-sluice-cache", "off").status() == 200);
        for (int i = 0; i < 3; i++) {
            acme.chat(model, "again", "x-sluice-cache", "off");
        }
        assertThat(deployment(acme, model).path("state").asText()).isEqualTo("healthy");
    }

    @Test
    void aDeploymentAllOfWhoseStreamsBreakIsLeftAlone() {
        route("[\"openai/gpt-a-" + name + "\",\"openai/gpt-b-" + name + "\"]");
        upstream.onModel("gpt-a-" + name, Script.words(9).cutAfterChunks(4));
        upstream.onModel("gpt-b-" + name, Script.say("steady"));
        var acme = newTenant("acme");

        for (int i = 0; i < 10; i++) {
            acme.stream(name, "call " + i, "x-sluice-cache", "off");
        }
        Reply reply = acme.stream(name, "and now?", "x-sluice-cache", "off");

        assertThat(reply.body()).contains("steady", "[DONE]");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
    }

    @Test
    void amongEqualsASlowOneIsHardlyAsked() {
        route("[[\"openai/gpt-a-" + name + "\",\"openai/gpt-b-" + name + "\"]]");
        upstream.onModel("gpt-a-" + name, Script.say("slow").headersAfter(Duration.ofMillis(300)));
        upstream.onModel("gpt-b-" + name, Script.say("quick"));
        var acme = newTenant("acme");

        int slow = 0;
        for (int i = 0; i < 40; i++) {
            slow += acme.chat(name, "call " + i, "x-sluice-cache", "off").body().contains("slow") ? 1 : 0;
        }

        assertThat(slow).isBetween(0, 20);
        assertThat(upstream.requests()).hasSize(40);
    }

    private static JsonNode deployment(Client client, String model) {
        JsonNode providers = client.get("/system/status").json().path("providers");
        return StreamSupport.stream(providers.spliterator(), false)
                .filter(provider -> provider.path("name").asText().equals("openai"))
                .flatMap(provider ->
                        StreamSupport.stream(provider.path("deployments").spliterator(), false))
                .filter(one -> one.path("model").asText().equals(model))
                .findFirst()
                .orElseThrow();
    }
}
