package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a call may take, what upstreams are told of it, and answers that are asked for twice. */
@QuarkusTest
class DeadlineResourceTest extends GatewayTest {

    private static final String[] FRESH = {"x-sluice-cache", "off"};

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "PT0.3S"})
    void aClientSaysHowLongItWaits(String timeout) {
        upstream.onModel("gpt-late", Script.say("late").headersAfter(Duration.ofMillis(1_500)));

        Reply reply = newTenant("acme").chat("gpt-late", "quick, please", "x-sluice-timeout", timeout);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().at("/error/message").asText()).contains("300 ms", "x-sluice-timeout");
        assertThat(upstream.awaitCancelled(1)).hasSize(1);
    }

    @Test
    void aLongerWishThanTheConfiguredTimeChangesNothing() {
        Reply reply = newTenant("acme").chat("gpt-4o-mini", "no hurry", "x-sluice-timeout", "999999");

        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1e99999999", "P-1D", "0.0001", "99999999999999999999999999999999999"})
    void aTimeoutThatMakesNoSenseIsRefused(String timeout) {
        Reply reply = newTenant("acme").chat("gpt-4o-mini", "hello", "x-sluice-timeout", timeout);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).contains("x-sluice-timeout", "PT1M30S");
    }

    @Test
    void pausesBeforeRetriesEndWithTheDeadlineToo() {
        upstream.onModel("gpt-later", Script.error(429).header("retry-after-ms", "900"));

        Reply reply = newTenant("acme").chat("gpt-later", "hello", "x-sluice-timeout", "0.2");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void ourOwnServicesAreToldHowLongIsLeftAndNobodyElse() {
        var acme = newTenant("acme");
        siblings.worker.says("{\"choices\":[]}");

        acme.chat("local", "hello", "x-sluice-timeout", "20", "x-sluice-cache", "off");
        acme.chat("gpt-4o-mini", "hello", "x-sluice-timeout", "20", "x-sluice-cache", "off");

        String left = siblings.worker.asked("/v1/chat").getFirst().headers().get("x-sluice-deadline");
        assertThat(Long.parseLong(left)).isBetween(10_000L, 20_000L);
        assertThat(upstream.lastRequest().header("x-sluice-deadline")).isNull();
        assertThat(upstream.lastRequest().header("x-sluice-timeout")).isNull();
    }

    @Test
    void aDeploymentMayHaveItsOwnTimeToTheFirstToken() {
        upstream.onModel("gpt-hasty", Script.say("late").firstTokenAfter(Duration.ofMillis(1_500)));

        Reply reply = newTenant("acme").stream("gpt-hasty", "hello", FRESH);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().at("/error/message").asText()).contains("300 ms", "first-token.openai/gpt-hasty");
    }

    @Test
    void aRouteMayHaveTimesOfItsOwn() {
        String name = "t" + Long.toString(System.nanoTime(), 36);
        new Client(admin(), "test-admin-key")
                .send(
                        "PUT",
                        "/admin/routes/" + name,
                        "{\"stages\":[\"openai/gpt-" + name + "\"],\"timeouts\":{\"firstToken\":\"250ms\"}}");
        upstream.onModel("gpt-" + name, Script.say("late").firstTokenAfter(Duration.ofMillis(1_500)));

        Reply reply = newTenant("acme").stream(name, "hello", FRESH);

        assertThat(reply.json().at("/error/message").asText()).contains("250 ms", "of the route");
    }

    @Test
    void theKeyOfARetryIsTheSameAndNoTenantsKeyReachesTheUpstreamAsItIs() {
        var acme = newTenant("acme");
        upstream.enqueue(Script.hangUp());
        acme.chat("gpt-4o-mini", "once", FRESH);
        var tries = upstream.awaitRequests(2);
        assertThat(tries.get(0).header("idempotency-key"))
                .isNotBlank()
                .isEqualTo(tries.get(1).header("idempotency-key"));

        String mine = keyOf(acme, "/v1");
        String again = keyOf(acme, "/openai/v1");
        String theirs = keyOf(newTenant("other"), "/v1");

        assertThat(upstream.requests()).hasSize(5);
        assertThat(mine).isEqualTo(again).doesNotContain("order-17");
        assertThat(theirs).isNotEqualTo(mine);
    }

    /** Paths do not share keys here: each asks the upstream. */
    private String keyOf(Client client, String prefix) {
        String body = Client.chatBody("gpt-4o-mini", "order " + System.nanoTime(), false);
        client.post(prefix + "/chat/completions", body, "idempotency-key", "order-17");
        return upstream.lastRequest().header("idempotency-key");
    }

    @Test
    void aLateAnswerIsHedgedByAnotherDeploymentAndTheLateOneIsLetGo() {
        String name = "h" + Long.toString(System.nanoTime(), 36);
        new Client(admin(), "test-admin-key")
                .send(
                        "PUT",
                        "/admin/routes/" + name,
                        "{\"stages\":[\"openai/gpt-a-" + name + "\",\"openai/gpt-b-" + name + "\"],\"hedge\":true}");
        upstream.onModel("gpt-a-" + name, Script.say("usual"));
        upstream.onModel("gpt-b-" + name, Script.say("hedge"));
        var acme = newTenant("acme");
        for (int i = 0; i < 25; i++) {
            assertThat(acme.stream(name, "call " + i, FRESH).body()).contains("usual");
        }

        upstream.onModel("gpt-a-" + name, Script.say("usual").headersAfter(Duration.ofMillis(1_500)));
        Reply hedged = acme.stream(name, "and now", FRESH);
        assertThat(upstream.awaitCancelled(1)).hasSize(1);
        acme.stream(name, "spent", FRESH);
        Reply spent = acme.stream(name, "spent", FRESH);

        assertThat(hedged.body()).contains("hedge", "[DONE]").doesNotContain("usual");
        assertThat(hedged.header("x-sluice-attempts")).isEqualTo("2");
        assertThat(hedged.header("x-sluice-deployment")).endsWith("gpt-b-" + name);
        assertThat(spent.body()).contains("usual");
        assertThat(spent.header("x-sluice-attempts")).isEqualTo("1");
    }
}
