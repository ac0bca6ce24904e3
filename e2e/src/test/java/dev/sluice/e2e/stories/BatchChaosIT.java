package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.batches.Batch;
import dev.sluice.local.LocalStack;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches while what works on them is killed, and while two workers share one. */
@Tag("long")
class BatchChaosIT {

    private static final int REQUESTS = 400;
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void killingTheWorkerAndTheBrokerLosesNoRequestAndDoublesNone() {
        try (var upstream = ScriptedUpstream.start();
                var stack = stack(upstream).start()) {
            upstream.otherwise(Script.say("done").firstTokenAfter(Duration.ofMillis(200)));
            var batches = Batched.with(stack.baseUrl(), stack.newTenantKey("acme"));
            String id = batches.begin(Batched.chats(REQUESTS, "gpt-4o-mini", i -> "question number " + i));

            batches.awaitCompleted(id, 40);
            stack.kill9("worker-service");
            stack.restart("worker-service");
            batches.awaitCompleted(id, 120);
            stack.killBroker9();
            stack.restart("kafka");
            batches.awaitCompleted(id, 200);
            stack.kill9("gateway-service");
            stack.restart("gateway-service");

            Batch done = batches.awaitStatus(id, Batch.Status.COMPLETED, PATIENCE);
            assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(REQUESTS);
            assertThat(Batched.customIds(batches.all(done)))
                    .hasSize(REQUESTS)
                    .containsExactlyInAnyOrderElementsOf(Batched.names(REQUESTS));
            assertThat(asked(upstream)).isBetween((long) REQUESTS, REQUESTS + 3L * AT_ONCE);
        }
    }

    @Test
    void twoWorkersShareABatchAndTheOneThatIsLeftEndsIt() throws Exception {
        try (var redis = EmbeddedRedis.start();
                var upstream = ScriptedUpstream.start();
                var stack = stack(upstream)
                        .env("SLUICE_REDIS_URL", redis.url())
                        .env("worker-service", Map.of("SLUICE_WORKER_LEASE_PERIOD", "5s"))
                        .start()) {
            upstream.otherwise(Script.say("done").firstTokenAfter(Duration.ofMillis(200)));
            Process second = secondWorker(stack);
            try {
                var batches = Batched.with(stack.baseUrl(), stack.newTenantKey("acme"));
                String id = batches.begin(Batched.chats(REQUESTS, "gpt-4o-mini", i -> "question number " + i));
                batches.awaitCompleted(id, 60);
                // More are under way than one worker has at once.
                assertThat(upstream.peakInFlight()).isGreaterThan(AT_ONCE);

                second.destroyForcibly().waitFor();

                Batch done = batches.awaitStatus(id, Batch.Status.COMPLETED, PATIENCE);
                assertThat(Batched.customIds(batches.all(done)))
                        .hasSize(REQUESTS)
                        .containsExactlyInAnyOrderElementsOf(Batched.names(REQUESTS));
                assertThat(asked(upstream)).isBetween((long) REQUESTS, (long) REQUESTS + AT_ONCE);
            } finally {
                second.destroyForcibly();
            }
        }
    }

    private static LocalStack.Builder stack(ScriptedUpstream upstream) {
        return LocalStack.builder()
                .env("OPENAI_BASE_URL", upstream.openAiUrl())
                .env("OPENAI_API_KEY", "k")
                .env("SLUICE_WORKER_BATCHES_AT_ONCE", Integer.toString(AT_ONCE))
                .env("SLUICE_WORKER_BATCHES_SLICE", "40")
                .env("SLUICE_WORKER_BATCHES_REST_BASE", "200ms");
    }

    private static long asked(ScriptedUpstream upstream) {
        return upstream.requests().stream()
                .filter(request -> request.body().text().contains("question number"))
                .count();
    }

    /** The worker's twin: the same command and settings, but for its port and its folder; ready when this returns. */
    private static Process secondWorker(LocalStack stack) throws IOException {
        Path running = Path.of("/proc", Long.toString(stack.pid("worker-service")));
        Map<String, String> env = new HashMap<>();
        for (String one : Files.readString(running.resolve("environ")).split("\0")) {
            int equals = one.indexOf('=');
            if (equals > 0) {
                env.put(one.substring(0, equals), one.substring(equals + 1));
            }
        }
        Path folder = Files.createTempDirectory("second-worker-");
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        env.put("SLUICE_DATA_DIR", folder.toString());
        env.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var builder = new ProcessBuilder(
                List.of(Files.readString(running.resolve("cmdline")).split("\0")));
        builder.environment().clear();
        builder.environment().putAll(env);
        Process second = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var client = new Client("http://127.0.0.1:" + port, "", "");
        org.awaitility.Awaitility.await("the second worker")
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> client.get("/health/ready").status() == 200);
        return second;
    }
}
