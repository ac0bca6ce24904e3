package dev.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayProcess;
import dev.sluice.testkit.EmbeddedKafka;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.ScriptedUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four gateways, 32 clients at each, one limit of 1,000 an hour: exactly 1,000 calls are let in. */
class LimitAccuracyIT {

    private static final int GATEWAYS = 4;
    private static final int CLIENTS = 32;
    private static final int CALLS_EACH = 12;
    private static final int LIMIT = 1_000;

    @Test
    void exactlyTheLimitIsAdmittedAcrossReplicas() throws Exception {
        try (var kafka = EmbeddedKafka.start();
                var redis = EmbeddedRedis.start();
                var upstream = ScriptedUpstream.start()) {
            // This is about exactness on a machine that is busy with all of this at once, not about latency.
            Map<String, String> environment = Map.of(
                    "SLUICE_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                    "SLUICE_REDIS_URL", redis.url(),
                    "SLUICE_GATEWAY_LIMITS_DEADLINE", "10s",
                    "OPENAI_BASE_URL", upstream.openAiUrl(),
                    "OPENAI_API_KEY", "k");
            List<GatewayProcess> gateways = IntStream.range(0, GATEWAYS)
                    .mapToObj(i -> GatewayProcess.start(environment))
                    .toList();
            try {
                gateways.forEach(GatewayProcess::awaitReady);
                story(gateways, upstream);
            } finally {
                gateways.forEach(GatewayProcess::kill);
            }
        }
    }

    private static void story(List<GatewayProcess> gateways, ScriptedUpstream upstream) throws Exception {
        var made = new Client(gateways.getFirst().admin(), "test-admin-key")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"acme\",\"limits\":{\"requests\":[{\"limit\":" + LIMIT
                                + ",\"window\":\"PT1H\"}]}}");
        String key = made.json().path("key").asText();
        for (GatewayProcess gateway : gateways) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> new Client(gateway.base(), key)
                                    .get("/system/limits")
                                    .status()
                            == 200);
        }

        var admitted = new AtomicInteger();
        var refused = new AtomicInteger();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (GatewayProcess gateway : gateways) {
                for (int c = 0; c < CLIENTS; c++) {
                    clients.submit(() -> {
                        var client = new Client(gateway.base(), key);
                        for (int i = 0; i < CALLS_EACH; i++) {
                            var reply = client.chat("gpt-4o-mini", "hello", "x-sluice-cache", "off");
                            if (reply.status() == 200) {
                                admitted.incrementAndGet();
                            } else if (reply.status() == 429) {
                                refused.incrementAndGet();
                            }
                        }
                        return null;
                    });
                }
            }
        }

        assertThat(admitted).hasValue(LIMIT);
        assertThat(refused).hasValue(GATEWAYS * CLIENTS * CALLS_EACH - LIMIT);
        assertThat(upstream.requests()).hasSize(LIMIT);
        for (GatewayProcess gateway : gateways) {
            var limit =
                    new Client(gateway.base(), key).get("/system/limits").json().at("/limits/0");
            assertThat(limit.path("used").asInt() + limit.path("reserved").asInt())
                    .isEqualTo(LIMIT);
            assertThat(limit.path("remaining").asInt()).isZero();
        }
    }
}
