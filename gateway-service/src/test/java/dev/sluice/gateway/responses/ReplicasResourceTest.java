package dev.sluice.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.Script;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway with Redis, and what another one left there: over HTTP. */
@QuarkusTest
@TestProfile(ReplicasResourceTest.Shared.class)
class ReplicasResourceTest extends GatewayTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    EmbeddedRedis redis;

    @Inject
    Vertx vertx;

    @Inject
    Retention here;

    private String tenant(Client client) {
        return client.get("/system/status").json().path("tenant").asText();
    }

    private static String goOn(String id) {
        return "{\"model\":\"claude-resp-shared\",\"input\":\"Again\",\"previous_response_id\":\"" + id + "\"}";
    }

    private void onAnotherReplica(String tenant, String id) {
        try (var link = new SharedRedis(vertx, Optional.of(redis.url()), Duration.ofSeconds(5))) {
            var other = new RedisResponses(link, Duration.ofHours(1), 1 << 20);
            ResponseStoreContract.wait(
                    vertx, () -> other.keep(tenant, id, ResponseStoreContract.answer("I am Ada ".repeat(1_000))));
        }
    }

    @Test
    void whatAnotherReplicaAnsweredIsGoneOnFromFetchedAndDeletedHere() {
        upstream.onModel("claude-resp-shared", Script.say("Still Ada"));
        var acme = newTenant("acme");
        var evil = newTenant("evil");
        onAnotherReplica(tenant(acme), "resp_sl_there");

        var next = acme.post("/v1/responses", goOn("resp_sl_there"));

        assertThat(next.status()).isEqualTo(200);
        assertThat(upstream.lastRequest().body().text()).contains("I am Ada", "Again");
        assertThat(acme.get("/v1/responses/resp_sl_there").json().path("text").asText())
                .startsWith("I am Ada");
        assertThat(evil.get("/v1/responses/resp_sl_there").status()).isEqualTo(404);
        assertThat(evil.send("DELETE", "/v1/responses/resp_sl_there", "").status())
                .isEqualTo(404);
        assertThat(evil.post("/v1/responses", goOn("resp_sl_there"))
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("previous_response_not_found");
        assertThat(acme.send("DELETE", "/v1/responses/resp_sl_there", "")
                        .json()
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(acme.get("/v1/responses/resp_sl_there").status()).isEqualTo(404);
    }

    @Test
    void withoutRedisItsOwnAreServedAndForOthersItSaysWhyNot() {
        upstream.onModel("claude-resp-shared", Script.say("Ada"));
        var acme = newTenant("acme");
        onAnotherReplica(tenant(acme), "resp_sl_there");
        await().atMost(SOON).until(() -> !here.isDegraded());

        redis.kill();
        try {
            var made = acme.post("/v1/responses", "{\"model\":\"claude-resp-shared\",\"input\":\"Who?\"}");
            String id = made.json().path("id").asText();

            assertThat(made.status()).isEqualTo(200);
            assertThat(acme.post("/v1/responses", goOn(id)).status()).isEqualTo(200);
            assertThat(acme.get("/v1/responses/" + id).json()).isEqualTo(made.json());
            for (var unknown : List.of(
                    acme.post("/v1/responses", goOn("resp_sl_there")), acme.get("/v1/responses/resp_sl_there"))) {
                assertThat(unknown.status()).isEqualTo(503);
                assertThat(unknown.json().at("/error/code").asText()).isEqualTo("responses_away");
                assertThat(unknown.json().at("/error/message").asText()).contains("Redis", "is away");
                assertThat(unknown.header("retry-after")).isNotEmpty();
            }
            var status = acme.get("/system/status").json();
            assertThat(status.path("degraded").toString()).contains("responses");
            assertThat(status.at("/services/0/details/responses").asText()).startsWith("AWAY");
            assertThat(acme.send("DELETE", "/v1/responses/" + id, "").status()).isEqualTo(503);
        } finally {
            EmbeddedRedis.start(redis.port());
        }
        await().atMost(SOON).until(() -> !here.isDegraded());
    }

    /** With a Redis, and patience for a busy machine. */
    public static final class Shared implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.gateway.redis.deadline", "2s", "sluice.gateway.limits.deadline", "2s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    /** The Redis. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {

        private final EmbeddedRedis redis = EmbeddedRedis.start();

        @Override
        public Map<String, String> start() {
            return Map.of("sluice.redis.url", redis.url());
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(EmbeddedRedis.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }
}
