package dev.sluice.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged gateways behind a balancer are replaced one after the other while clients, each with a connection that it
 * keeps, call on.
 */
class RollingRestartIT {

    private static final int CALLERS = 8;

    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void noCallFailsWhileBothReplicasAreReplaced() throws Exception {
        try (var upstream = ScriptedUpstream.start();
                var balancer = new Balancer()) {
            upstream.onModel("gpt-talk", Script.words(20).tokenEvery(Duration.ofMillis(40)));
            var replicas = new ArrayList<Packaged>();
            try {
                replicas.add(gateway("first", upstream));
                replicas.add(gateway("second", upstream));
                List<Balancer.Replica> old =
                        replicas.stream().map(balancer::add).toList();
                List<Thread> callers = callers(
                        new Client(balancer.url(), replicas.getFirst().client.key()));
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                old.stream().allMatch(replica -> replica.connections() > 0) && calls.get() > CALLERS);

                var young = new ArrayList<Balancer.Replica>();
                for (int i = 0; i < 2; i++) {
                    replicas.get(i).terminate();
                    assertThat(replicas.get(i).process.waitFor(60, TimeUnit.SECONDS))
                            .as("an old replica ends by itself")
                            .isTrue();
                    balancer.remove(old.get(i));
                    replicas.add(gateway("new-" + i, upstream));
                    young.add(balancer.add(replicas.getLast()));
                }
                int before = calls.get();
                await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > before + 2 * CALLERS);
                over = true;
                for (Thread caller : callers) {
                    assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
                }

                assertThat(failed).as("of %d calls", calls.get()).isEmpty();
                assertThat(young.getFirst().connections())
                        .as("connections to the first new replica")
                        .isPositive();
                assertThat(upstream.cancelled()).as("streams that were cut").isEmpty();
            } finally {
                over = true;
                replicas.forEach(Packaged::close);
            }
        }
    }

    private Packaged gateway(String name, ScriptedUpstream upstream) throws IOException {
        return new Packaged(
                Files.createDirectory(folder.resolve(name)),
                upstream.openAiUrl(),
                Map.of("SLUICE_GATEWAY_DRAIN_DELAY", "3s", "SLUICE_GATEWAY_DRAIN_TIMEOUT", "30s"));
    }

    /** Callers that ask one thing after the other, half of them for streams. */
    private List<Thread> callers(Client client) {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            boolean streams = i % 2 == 0;
            threads.add(Thread.ofVirtual().start(() -> {
                try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
                    while (!over) {
                        call(http, client, streams);
                    }
                }
            }));
        }
        return threads;
    }

    private void call(HttpClient http, Client client, boolean stream) {
        var request = client.request(
                "POST", "/v1/chat/completions", Client.chatBody("gpt-talk", "talk", stream), "x-sluice-cache", "off");
        try {
            var reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200
                    || stream && !reply.body().stripTrailing().endsWith("data: [DONE]")) {
                failed.add(reply + " " + reply.body());
            }
        } catch (IOException e) {
            failed.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        calls.incrementAndGet();
    }
}
