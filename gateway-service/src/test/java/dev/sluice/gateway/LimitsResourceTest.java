package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a key may use, as its holder meets it: headers, refusals in the caller's dialect, and the page that tells all. */
@QuarkusTest
class LimitsResourceTest extends GatewayTest {

    private static final String[] FRESH = {"x-sluice-cache", "off"};

    @Test
    void requestsAreAdmittedUpToTheLimitAndThenRefusedWithAReason() {
        var client = limited("{\"requests\":[{\"limit\":3,\"window\":\"PT1H\"}]}", "");

        for (int left = 2; left >= 0; left--) {
            var reply = client.chat("gpt-4o-mini", "hello " + left, FRESH);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-ratelimit-limit-requests")).isEqualTo("3");
            assertThat(reply.header("x-ratelimit-remaining-requests")).isEqualTo(Integer.toString(left));
            assertThat(reply.header("ratelimit-policy")).isEqualTo("\"key-rph\";q=3;w=3600");
            assertThat(reply.header("ratelimit")).matches("\"key-rph\";r=" + left + ";t=36\\d\\d");
        }

        var refused = client.chat("gpt-4o-mini", "hello", FRESH);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(refused.json().at("/error/message").asText())
                .startsWith("This key has reached its limit of 3 requests per hour.");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(3_500, 3_661);
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void callersOfMessagesAreRefusedInTheirDialect() {
        var client = limited("{\"requests\":[{\"limit\":1,\"window\":\"PT1H\"}]}", "");
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertThat(client.post("/v1/messages", body).status()).isEqualTo(200);

        var refused = client.post("/v1/messages", body);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("type").asText()).isEqualTo("error");
        assertThat(refused.json().at("/error/message").asText()).contains("1 requests per hour");
        assertThat(refused.header("retry-after")).isNotEmpty();
    }

    @Test
    void tokensAreReservedByEstimateAndSettledByTheProvidersCount() {
        upstream.onModel("gpt-4o-mini", Script.words(40));
        var client = limited("{\"tokens\":[{\"limit\":5000,\"window\":\"PT1H\"}]}", "");

        var reply = client.chat("gpt-4o-mini", "count me", FRESH);

        long used = reply.json().at("/usage/total_tokens").asLong();
        assertThat(used).isPositive();
        assertThat(Long.parseLong(reply.header("x-ratelimit-remaining-tokens"))).isBetween(3_800L, 3_976L);
        assertThat(settled(client, "tokens")).isEqualTo(used);
    }

    @Test
    void anAnswerFromTheCacheCountsAsARequestAndCostsNothing() {
        var client = limited(
                "{\"requests\":[{\"limit\":10,\"window\":\"PT1H\"}],\"tokens\":[{\"limit\":5000,\"window\":\"PT1H\"}]}",
                "");
        client.chat("gpt-4o-mini", "remember this");
        long used = settled(client, "tokens");

        assertThat(client.chat("gpt-4o-mini", "remember this").header("x-cache"))
                .isEqualTo("HIT");

        assertThat(settled(client, "tokens")).isEqualTo(used);
        assertThat(limit(client, "requests").path("used").asInt()
                        + limit(client, "requests").path("reserved").asInt())
                .isEqualTo(2);
    }

    @Test
    void aCallThatFailedGivesItsTokensAndMoneyBack() {
        upstream.onModel("gpt-4o-mini", Script.error(500).times(10));
        var client = limited("{\"tokens\":[{\"limit\":5000,\"window\":\"PT1H\"}]}", "{\"dayUsd\":1}");

        assertThat(client.chat("gpt-4o-mini", "fail", FRESH).status()).isGreaterThanOrEqualTo(500);

        assertThat(settled(client, "tokens")).isZero();
        assertThat(limit(client, "money").path("used").asText()).isEqualTo("0");
    }

    @Test
    void aBudgetThatIsUsedUpIsInsufficientQuota() {
        var client = limited("{}", "{\"dayUsd\":\"0.0000001\"}");

        var refused = client.chat("gpt-4o-mini", "expensive", FRESH);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("insufficient_quota");
        assertThat(refused.json().at("/error/type").asText()).isEqualTo("insufficient_quota");
        assertThat(refused.json().at("/error/message").asText()).contains("budget of $0.0000001 per calendar day");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void onlySoManyCallsAtATime() {
        upstream.onModel("gpt-4o-mini", Script.say("slow").headersAfter(Duration.ofMillis(700)));
        var client = limited("{\"concurrent\":2}", "");

        List<CompletableFuture<Client.Reply>> calls = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client.chat("gpt-4o-mini", "slow " + i, FRESH),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        List<Integer> statuses =
                calls.stream().map(call -> call.join().status()).sorted().toList();

        assertThat(statuses).containsExactly(200, 200, 429, 429, 429, 429);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(
                                limit(client, "concurrent").path("reserved").asInt())
                        .isZero());
        assertThat(client.chat("gpt-4o-mini", "again", FRESH).status()).isEqualTo(200);
    }

    @Test
    void aStreamThatOutgrowsWhatIsLeftEndsWithAnErrorEventAndNeverLooksFinished() {
        upstream.onModel("gpt-4o-mini", Script.words(1_500).tokenEvery(Duration.ofMillis(1)));
        var client = limited("{\"tokens\":[{\"limit\":1500,\"window\":\"PT1H\"}]}", "");

        var reply = client.stream("gpt-4o-mini", "go on and on", FRESH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("insufficient_quota")
                .doesNotContain("[DONE]")
                .doesNotContain("\"stop\"");
        long used = settled(client, "tokens");
        assertThat(used).isBetween(800L, 1_515L);
    }

    @Test
    void withoutLimitsNothingIsSaid() {
        var reply = newTenant("acme").chat("gpt-4o-mini", "free", FRESH);

        assertThat(reply.header("ratelimit")).isEmpty();
        assertThat(reply.header("x-ratelimit-limit-requests")).isEmpty();
    }

    @Test
    void strangersAreToldNothing() {
        assertThat(new Client(base(), "").get("/system/limits").status()).isEqualTo(401);
    }

    private long settled(Client client, String what) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(limit(client, what).path("reserved").asLong())
                                .isZero());
        return limit(client, what).path("used").asLong();
    }

    private static JsonNode limit(Client client, String what) {
        for (JsonNode limit : client.get("/system/limits").json().path("limits")) {
            if (limit.path("what").asText().equals(what)) {
                return limit;
            }
        }
        throw new AssertionError("no limit of " + what);
    }

    private Client limited(String limits, String budget) {
        String tenant = "limited-" + Long.toString(System.nanoTime(), 36);
        var made = new Client(admin(), "test-admin-key")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"" + tenant + "\",\"limits\":" + limits
                                + (budget.isEmpty() ? "" : ",\"budget\":" + budget) + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return new Client(base(), made.json().path("key").asText());
    }
}
