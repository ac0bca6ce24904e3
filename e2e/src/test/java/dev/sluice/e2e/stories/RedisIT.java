package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.ScriptedUpstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The same artefacts with a real Redis: what is shared survives, and its death hurts nobody. */
class RedisIT {

    @Test
    void withRedisTheCacheSurvivesARestartAndWithoutItTrafficGoesOn() {
        try (var redis = EmbeddedRedis.start();
                var upstream = ScriptedUpstream.start();
                var stack = LocalStack.builder()
                        .env("SLUICE_REDIS_URL", redis.url())
                        .env("SLUICE_GATEWAY_CACHE_DEADLINE", "1s")
                        .env("OPENAI_BASE_URL", upstream.openAiUrl())
                        .env("OPENAI_API_KEY", "k")
                        .start()) {
            var acme = new Client(stack.baseUrl(), stack.newTenantKey("acme"), "acme");
            var first = acme.chat("gpt-4o-mini", "Where does the river rise?");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(acme.get("/cache/keys").body()).contains("river"));

            stack.kill9("cache-service");
            stack.kill9("gateway-service");
            stack.restart("cache-service");
            stack.restart("gateway-service");

            // The gateway has rehearsed, so even the first question of all is asked of the cache in time.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(stack.log("gateway-service")).content().contains("cache-service is warm"));
            var again = acme.chat("gpt-4o-mini", "Where does the river rise?");
            assertThat(again.header("x-sluice-degraded")).isEmpty();
            assertThat(again.header("x-cache")).isEqualTo("HIT");
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(upstream.requests().stream()
                            .filter(request -> request.body().text().contains("river")))
                    .hasSize(1);
            assertTaskEnds(acme);

            redis.kill();

            assertThat(acme.chat("gpt-4o-mini", "Does the river still flow?").status())
                    .isEqualTo(200);
            assertTaskEnds(acme);
        }
    }

    private static void assertTaskEnds(Client client) {
        var accepted = client.post(
                "/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"" + TasksIT.TEXT + "\"}}");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(client.get(accepted.header("location"))
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("succeeded"));
    }
}
