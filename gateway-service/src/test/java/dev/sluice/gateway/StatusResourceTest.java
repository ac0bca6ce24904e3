package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the suite is, and the small pages. */
@QuarkusTest
class StatusResourceTest extends GatewayTest {

    @Test
    void systemStatusGathersAllFiveAndHidesSecrets() {
        siblings.cache.says(
                "{\"service\":\"cache-service\",\"version\":\"1\",\"state\":\"UP\",\"details\":{\"store\":\"local\"}}");
        siblings.optimizer.hangs();
        siblings.analytics.does((request, body) -> request.response()
                .end(
                        request.path().equals("/internal/status")
                                ? "{\"service\":\"analytics-service\",\"version\":\"1\",\"state\":\"UP\",\"details\":{}}"
                                : "{\"requests\":12}"));
        var acme = newTenant("acme");

        var status = acme.get("/system/status");

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.json().path("status").asText()).isEqualTo("DEGRADED");
        assertThat(status.json().path("services").findValuesAsText("service"))
                .containsExactly(
                        "gateway-service", "cache-service", "optimizer-service", "worker-service", "analytics-service");
        assertThat(status.json().at("/services/0/details/kafka").asText()).isEqualTo("up");
        assertThat(status.json().at("/services/0/details/keys").asText()).isEqualTo("topic");
        assertThat(status.json().at("/services/1/details/store").asText()).isEqualTo("local");
        assertThat(status.json().at("/services/2/state").asText()).isEqualTo("DOWN");
        assertThat(status.json().at("/today/requests").asInt()).isEqualTo(12);
        assertThat(status.json().path("providers").findValuesAsText("name"))
                .contains("openai", "anthropic", "nowhere", "local");
        assertThat(status.body()).doesNotContain("sk-upstream-secret", "sk-ant-upstream-secret", "127.0.0.1:");
        assertThat(siblings.analytics.asked("/analytics/overview")).hasSize(1);
    }

    @Test
    void statusNeedsAKey() {
        assertThat(new Client(base(), "").get("/system/status").status()).isEqualTo(401);
        assertThat(new Client(base(), "").get("/api/openai/stats").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/liveliness", "/health/readiness"})
    void healthIsOnThePublicPortToo(String path) {
        var reply = new Client(base(), "").get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("UP");
    }

    @Test
    void theFirstPageSaysWhereToBegin() {
        assertThat(new Client(base(), "").get("/").body()).contains("/v1/models", "/dashboard/", "local");
    }

    @Test
    void statsOfProvidersCountWhatWasAsked() {
        var acme = newTenant("acme");
        acme.chat("gpt-4o-mini", "count me", "x-sluice-cache", "off");

        await().untilAsserted(() -> {
            var stats = acme.get("/api/openai/stats").json().at("/providers/openai");
            assertThat(stats.path("requests").asInt()).isPositive();
            assertThat(stats.path("inputTokens").asInt()).isPositive();
        });
    }

    @Test
    void cacheStatsComeFromTheCacheService() {
        siblings.cache.says("{\"hits\":3}");

        assertThat(newTenant("acme").get("/api/cache/stats").body()).isEqualTo("{\"hits\":3}");
    }

    @Test
    void modelsAreListedWithWhatProvidersSay() {
        var acme = newTenant("acme");

        var list = acme.get("/v1/models");
        var one = acme.get("/v1/models/local");
        var missing = acme.get("/v1/models/no-such-model");

        assertThat(list.json().path("object").asText()).isEqualTo("list");
        assertThat(list.json().path("data").findValuesAsText("id")).contains("local", "cheap");
        assertThat(one.json().path("id").asText()).isEqualTo("local");
        assertThat(one.json().path("owned_by").asText()).isEqualTo("local");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().at("/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void theApiDescribesItself() {
        assertThat(new Client(base(), "").get("/q/openapi").body()).contains("/v1/chat/completions", "/system/status");
    }
}
