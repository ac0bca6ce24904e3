package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.LocalStack;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.Toxic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each thing the gateway leans on, once dead (kill -9) and once silent: taking connections, answering nothing. Chat goes
 * on at about its usual pace (P6), the answer and {@code /system/status} say what is missing, the return is noticed, and
 * every request is counted once (P5).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class DependencyLossIT {

    /** Far beyond every deadline a helper has, far below what a client would call an outage. */
    private static final Duration BEARABLE = Duration.ofSeconds(5);

    private static final Duration NOTICED = Duration.ofSeconds(30);
    private static final int CALLS = 8;

    private static ScriptedUpstream upstream;
    private static EmbeddedRedis redis;
    private static FaultProxy redisWay;
    private static LocalStack stack;
    private static final Set<String> KILLED = new LinkedHashSet<>();
    private static Client acme;
    private static Client limited;
    private static int answered;
    private static int number;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        redis = EmbeddedRedis.start();
        redisWay = FaultProxy.to(redis.port());
        stack = LocalStack.builder()
                .env("SLUICE_REDIS_URL", redisWay.url(redis.url()))
                .env("OPENAI_BASE_URL", upstream.openAiUrl())
                .env("OPENAI_API_KEY", "k")
                // These stories name who is missing; on a machine this busy the usual 50 ms would name others, too.
                .env("SLUICE_GATEWAY_CACHE_DEADLINE", "200ms")
                .env("SLUICE_GATEWAY_OPTIMIZE_DEADLINE", "200ms")
                .env("SLUICE_GATEWAY_LIMITS_DEADLINE", "100ms")
                .start();
        acme = new Client(stack.baseUrl(), stack.newTenantKey("acme"), "acme");
        limited = new Client(stack.baseUrl(), limitedKey(), "frugal");
        awaitWell();
    }

    @AfterAll
    static void stop() {
        Frozen.thawAll();
        stack.close();
        redisWay.close();
        redis.close();
        upstream.close();
    }

    /** However a story ends, the next one begins with all alive. */
    @AfterEach
    void allAreBack() {
        Frozen.thawAll();
        redisWay.heal();
        redisWay.up();
        KILLED.forEach(stack::restart);
        KILLED.clear();
        awaitWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-service", "optimizer-service", "worker-service", "analytics-service"})
    @Order(1)
    void aSilentSiblingIsNamedAndHoldsNobodyUp(String sibling) {
        Frozen.freeze(stack, sibling);

        assertChatGoesOnWithout(sibling);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-service", "optimizer-service", "worker-service", "analytics-service"})
    @Order(2)
    void aDeadSiblingIsNamedAndHoldsNobodyUp(String sibling) {
        stack.kill9(sibling);
        KILLED.add(sibling);

        assertChatGoesOnWithout(sibling);
    }

    @Test
    @Order(3)
    void aSilentRedisLeavesEachReplicaItsShareOfTheLimits() {
        redisWay.add(new Toxic.Blackhole());

        for (int i = 0; i < CALLS; i++) {
            var reply = ask(limited);
            assertThat(reply.header("x-sluice-degraded")).contains("limits");
        }
        assertThat(status().path("degraded").toString()).contains("limits");
        assertThat(status().path("status").asText()).isEqualTo("DEGRADED");

        redisWay.heal();
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(String.valueOf(ask(limited).header("x-sluice-degraded")))
                        .doesNotContain("limits"));
    }

    @Test
    @Order(4)
    void aDeadRedisToo() {
        redisWay.down();

        for (int i = 0; i < CALLS; i++) {
            var reply = ask(limited);
            assertThat(reply.header("x-sluice-degraded")).contains("limits");
        }
        assertThat(status().path("degraded").toString()).contains("limits");
    }

    @Test
    @Order(5)
    void withASilentKafkaChatGoesOnAndWhatItOwesIsKept() {
        Frozen.freeze(stack, "kafka");

        askAll();
        awaitSpilled();
    }

    @Test
    @Order(6)
    void withADeadKafkaToo() {
        stack.killBroker9();
        KILLED.add("kafka");

        askAll();
        awaitSpilled();
    }

    @Test
    @Order(7)
    void inTheEndEveryRequestWasCountedOnce() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(counted()).isEqualTo(answered));
        assertThat(Ledger.completions(stack.kafka(), Set.of("acme", "frugal"))).hasSize(answered);
        assertThat(counted()).isEqualTo(answered);
    }

    private static void assertChatGoesOnWithout(String sibling) {
        String helper = sibling.replace("-service", "");
        boolean leanedOn = helper.equals("cache") || helper.equals("optimizer");
        for (var reply : askAll()) {
            String missing = String.valueOf(reply.header("x-sluice-degraded"));
            assertThat(missing.contains(helper)).as(missing).isEqualTo(leanedOn);
        }
        // The others may have been slow to say that they are well, on a machine this busy.
        await().atMost(NOTICED).untilAsserted(() -> {
            JsonNode status = status();
            assertThat(status.path("status").asText()).isEqualTo("DEGRADED");
            assertThat(down(status)).containsExactly(sibling);
        });
    }

    private static void awaitSpilled() {
        await().atMost(NOTICED).untilAsserted(() -> {
            ask(acme);
            assertThat(status().path("degraded").toString()).contains("events");
            assertThat(status().path("status").asText()).isEqualTo("DEGRADED");
        });
    }

    private static List<Client.Reply> askAll() {
        List<Client.Reply> replies = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            replies.add(ask(acme));
        }
        return replies;
    }

    /** A question nobody asked before, to the cache, the optimizer and the provider. */
    private static Client.Reply ask(Client client) {
        String question = "Are you still there, for the " + ++number + "th time?";
        long start = System.nanoTime();
        var reply = client.chat("gpt-4o-mini", question, "x-sluice-optimize", "light", "x-sluice-cache", "exact");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text()).isNotBlank();
        assertThat(took).isLessThan(BEARABLE);
        answered++;
        return reply;
    }

    private static JsonNode status() {
        return acme.get("/system/status").json();
    }

    private static List<String> down(JsonNode status) {
        return StreamSupport.stream(status.path("services").spliterator(), false)
                .filter(service -> service.path("state").asText().equals("DOWN"))
                .map(service -> service.path("service").asText())
                .toList();
    }

    private static void awaitWell() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(ask(acme).header("x-sluice-degraded")).isEmpty();
            assertThat(status().path("status").asText())
                    .as(status().toPrettyString())
                    .isEqualTo("UP");
        });
    }

    private static int counted() {
        return acme.get("/analytics/overview").json().path("requests").asInt()
                + limited.get("/analytics/overview").json().path("requests").asInt();
    }

    private static String limitedKey() {
        var made = new Client(stack.adminUrl(), stack.adminKey(), "")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"frugal\",\"limits\":{\"requests\":[{\"limit\":10000,\"window\":\"PT1H\"}]}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("key").asText();
    }
}
