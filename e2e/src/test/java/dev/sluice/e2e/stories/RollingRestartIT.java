package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.local.build.Home;
import dev.sluice.testkit.Balancer;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.LedgerChecker;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways behind a balancer and two workers, with a real Kafka and Redis, are replaced one after the other while
 * clients chat, stream and hand in tasks: no request fails, no stream is cut, no task is lost.
 */
class RollingRestartIT {

    private static final int CALLERS = 6;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void nobodyNoticesThatEveryGatewayAndWorkerIsReplaced() throws Exception {
        try (var redis = EmbeddedRedis.start();
                var upstream = ScriptedUpstream.start();
                var gateways = Balancer.start();
                var workers = Balancer.start();
                var stack = Joiners.host(redis, upstream, balanced(workers))) {
            upstream.onModel("gpt-talk", Script.words(20).tokenEvery(Duration.ofMillis(40)));
            var joined = join(stack, redis, upstream, workers);
            List<Thread> callers = List.of();
            try {
                var first = gateways.add(joined.gateway());
                var firstWorker = workers.add(joined.worker());
                var second = gateways.add(stack.baseUrl());
                var secondWorker = workers.add(stack.url("worker-service"));
                String key = stack.newTenantKey("rolling");
                joined.awaitKnown(stack, key, "rolling");
                callers = callers(new Client(gateways.url(), key, "rolling"));
                untilCalled(5 * CALLERS);
                assertThat(List.of(first, second, firstWorker, secondWorker))
                        .allSatisfy(replica -> assertThat(replica.connections()).isPositive());

                joined.leave();
                gateways.remove(first);
                workers.remove(firstWorker);
                joined = join(stack, redis, upstream, workers);
                first = gateways.add(joined.gateway());
                firstWorker = workers.add(joined.worker());
                untilCalled(5 * CALLERS);

                stop(stack, "gateway-service");
                gateways.remove(second);
                stack.restart("gateway-service");
                gateways.add(stack.baseUrl());
                stop(stack, "worker-service");
                workers.remove(secondWorker);
                stack.restart("worker-service");
                workers.add(stack.url("worker-service"));
                untilCalled(5 * CALLERS);
                assertThat(List.of(first, firstWorker))
                        .as("connections to those that came first")
                        .allSatisfy(replica -> assertThat(replica.connections()).isPositive());
            } finally {
                over = true;
                for (Thread caller : callers) {
                    caller.join(Duration.ofSeconds(60));
                }
                joined.close();
            }
            assertThat(failed).as("of %d calls", calls.get()).isEmpty();
            assertThat(upstream.cancelled()).as("streams that were cut").isEmpty();
            noTaskIsLost(stack.kafka());
        }
    }

    /** Gateways reach the workers as in a cluster: whichever is ready. */
    private static Map<String, String> balanced(Balancer workers) {
        return Map.of("SLUICE_PEERS_WORKER", workers.url(), "QUARKUS_SHUTDOWN_DELAY", "2s");
    }

    private Joiners join(LocalStack stack, EmbeddedRedis redis, ScriptedUpstream upstream, Balancer workers)
            throws IOException {
        Path own = Files.createTempDirectory(folder, "joined-");
        return Joiners.join(Home.find().root(), own, stack, redis, upstream, balanced(workers));
    }

    private void untilCalled(int more) {
        int before = calls.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> calls.get() >= before + more);
    }

    private static void stop(LocalStack stack, String service) throws Exception {
        var process = ProcessHandle.of(stack.pid(service)).orElseThrow();
        process.destroy();
        process.onExit().get(60, TimeUnit.SECONDS);
    }

    /** Those who ask, those who listen to streams, and those who hand in tasks, each one thing after the other. */
    private List<Thread> callers(Client client) {
        return Stream.<Runnable>of(() -> chat(client, false), () -> chat(client, true), () -> submit(client))
                .flatMap(what -> Stream.generate(() -> what).limit(CALLERS / 3))
                .map(what -> Thread.ofVirtual().start(() -> {
                    while (!over) {
                        call(what);
                    }
                }))
                .toList();
    }

    private void call(Runnable what) {
        try {
            what.run();
        } catch (UncheckedIOException e) {
            failed.add(e.toString());
        }
        calls.incrementAndGet();
    }

    private void chat(Client client, boolean stream) {
        var reply = client.post(
                "/v1/chat/completions", Client.chatBody("gpt-talk", "talk", stream), "x-sluice-cache", "off");
        if (reply.status() != 200 || stream && !reply.body().stripTrailing().endsWith("data: [DONE]")) {
            failed.add(reply.status() + " " + reply.body());
        }
    }

    /** Hands one in and asks until it has ended; one in ten is long, so that some run while their worker goes. */
    private void submit(Client client) {
        String input = "{\"millis\":%d}".formatted(calls.get() % 10 == 0 ? 3_000 : 50);
        var reply = client.post("/background/task", "{\"type\":\"noop\",\"input\":" + input + "}");
        if (reply.status() != 202) {
            failed.add(reply.status() + " " + reply.body());
            return;
        }
        String id = reply.json().path("id").asText();
        tasks.add(id);
        await().atMost(Duration.ofMinutes(2)).pollInterval(LOOK_EVERY).until(() -> over || isOver(client, id));
    }

    /** Whether a task has succeeded, or could not be told of. */
    private boolean isOver(Client client, String id) {
        var told = client.get("/background/task/" + id);
        if (told.status() != 200) {
            failed.add(told.status() + " " + told.body());
            return true;
        }
        return told.json().path("state").asText().equals("succeeded");
    }

    private void noTaskIsLost(String kafka) {
        var accepted = new ArrayList<>(tasks);
        assertThat(accepted).isNotEmpty();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(Ledger.tasks(kafka, task -> true).finished()).containsAll(accepted));
        Ledger.Tasks ledger = Ledger.tasks(kafka, task -> true);
        LedgerChecker.tasks()
                .accepted(accepted)
                .states(ledger.states())
                .results(ledger.results())
                .maxAttempts(2)
                .check()
                .assertClean();
    }
}
