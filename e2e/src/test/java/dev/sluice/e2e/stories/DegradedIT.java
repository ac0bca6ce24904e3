package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.testkit.ScriptedUpstream;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** kill -9 of anything: completions go on (P6), accepted tasks end exactly once (P4). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DegradedIT {

    private static ScriptedUpstream upstream;
    private static LocalStack stack;
    private static Client acme;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        stack = LocalStack.builder()
                .env("OPENAI_BASE_URL", upstream.openAiUrl())
                .env("OPENAI_API_KEY", "k")
                .start();
        acme = new Client(stack.baseUrl(), stack.newTenantKey("acme"), "acme");
    }

    @AfterAll
    static void stop() {
        stack.close();
        upstream.close();
    }

    @Test
    @Order(1)
    void anAcceptedTaskSurvivesTheWorkersDeath() {
        String task = accept();

        stack.kill9("worker-service");
        stack.restart("worker-service");

        assertEndsOnce(task);
    }

    @Test
    @Order(2)
    void anAcceptedTaskSurvivesTheBrokersDeath() {
        String task = accept();

        stack.killBroker9();
        stack.restart("kafka");

        assertEndsOnce(task);
    }

    @Test
    @Order(3)
    void anAcceptedTaskSurvivesTheGatewaysDeathAndTheKeyStillWorks() {
        String task = accept();

        stack.kill9("gateway-service");
        stack.restart("gateway-service");

        assertEndsOnce(task);
    }

    @Test
    @Order(4)
    void withEveryHelperDeadCompletionsGoOn() {
        stack.kill9("cache-service");
        stack.kill9("optimizer-service");
        stack.kill9("worker-service");
        stack.kill9("analytics-service");
        stack.killBroker9();

        for (int i = 0; i < 5; i++) {
            var reply = acme.chat("gpt-4o-mini", "Are you still there, " + i + "?", "x-sluice-optimize", "light");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).contains("still there");
            assertThat(reply.header("x-sluice-degraded")).contains("cache");
        }
        var task = acme.post("/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"x\"}}");
        assertThat(task.status()).isEqualTo(503);
        assertThat(task.header("retry-after")).isNotEmpty();
        assertThat(acme.get("/system/status").status()).isEqualTo(200);
    }

    @Test
    @Order(5)
    void andOnceTheyAreBackAllIsCountedAndCached() {
        for (String name :
                new String[] {"kafka", "cache-service", "optimizer-service", "worker-service", "analytics-service"}) {
            stack.restart(name);
        }

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            acme.chat("gpt-4o-mini", "Is the cache back?");
            assertThat(acme.chat("gpt-4o-mini", "Is the cache back?").header("x-cache"))
                    .isEqualTo("HIT");
            assertThat(acme.get("/analytics/overview").json().path("requests").asInt())
                    .isGreaterThanOrEqualTo(5);
        });
        assertEndsOnce(accept());
    }

    private static String accept() {
        var accepted =
                acme.post("/background/task", "{\"type\":\"summary\",\"input\":{\"text\":\"" + TasksIT.TEXT + "\"}}");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.header("location");
    }

    private static void assertEndsOnce(String task) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var view = acme.get(task);
            assertThat(view.status()).isEqualTo(200);
            assertThat(view.json().path("state").asText()).isEqualTo("succeeded");
        });
        String id = task.substring(task.lastIndexOf('/') + 1);
        assertThat(Ledger.terminalRecords(stack.kafka(), id))
                .as("final records of " + id)
                .isEqualTo(1);
    }
}
