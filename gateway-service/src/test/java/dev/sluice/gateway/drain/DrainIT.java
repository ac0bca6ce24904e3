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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM on the packaged gateway while streams are open. */
class DrainIT {

    private static final int STREAMS = 200;

    @TempDir
    Path folder;

    private ScriptedUpstream upstream;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        upstream.close();
    }

    @Test
    void twoHundredOpenStreamsFinishNewCallsAreRefusedAndTheProcessExits() throws Exception {
        upstream.onModel("gpt-long", Script.words(100).tokenEvery(Duration.ofMillis(200)));
        try (var gateway = new Packaged(folder, upstream.openAiUrl(), Map.of("SLUICE_GATEWAY_DRAIN_TIMEOUT", "60s"))) {
            List<CompletableFuture<List<String>>> streams = new ArrayList<>();
            while (streams.size() < STREAMS) {
                // A few at a time: how many may wait for a first token at once is limited, and grows.
                var begun = new CountDownLatch(10);
                IntStream.range(0, 10).forEach(i -> streams.add(stream(gateway.client, begun)));
                assertThat(begun.await(60, TimeUnit.SECONDS))
                        .as("they have begun")
                        .isTrue();
            }
            assertThat(upstream.inFlight()).as("all are open").isEqualTo(STREAMS);

            gateway.terminate();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> gateway.client.get("/health/ready").status() == 503);
            var refused = gateway.client.chat("gpt-long", "one more");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("connection")).isEqualTo("close");
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.json().at("/error/code").asText()).isEqualTo("stopping");
            for (var stream : streams) {
                assertThat(stream.get(60, TimeUnit.SECONDS))
                        .filteredOn(line -> !line.isBlank())
                        .last()
                        .isEqualTo("data: [DONE]");
            }
            assertThat(gateway.process.waitFor(20, TimeUnit.SECONDS))
                    .as("the process exits")
                    .isTrue();
            assertThat(upstream.cancelled()).isEmpty();
            assertThat(spilled(gateway)).as("events of a gateway without Kafka").isPositive();
        }
    }

    @Test
    void whatDoesNotFinishInTimeEndsWithAnErrorEventAndAnIdleGatewayExitsAtOnce() throws Exception {
        upstream.onModel("gpt-long", Script.words(5_000).tokenEvery(Duration.ofMillis(100)));
        try (var gateway = new Packaged(folder, upstream.openAiUrl(), Map.of("SLUICE_GATEWAY_DRAIN_TIMEOUT", "2s"))) {
            var begun = new CountDownLatch(1);
            var stream = stream(gateway.client, begun);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

            gateway.terminate();

            List<String> lines = stream.get(30, TimeUnit.SECONDS);
            assertThat(lines).doesNotContain("data: [DONE]");
            assertThat(lines)
                    .filteredOn(line -> !line.isBlank())
                    .last()
                    .asString()
                    .contains("\"code\":\"stopping\"");
            assertThat(gateway.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** All lines of a stream, once it has ended as HTTP says; a cut one fails. */
    private CompletableFuture<List<String>> stream(Client client, CountDownLatch begun) {
        var request = client.request(
                "POST", "/v1/chat/completions", Client.chatBody("gpt-long", "talk", true), "x-sluice-cache", "off");
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenApplyAsync(
                        answer -> {
                            assertThat(answer.statusCode()).isEqualTo(200);
                            begun.countDown();
                            return answer.body().toList();
                        },
                        task -> Thread.ofVirtual().start(task));
    }

    private static long spilled(Packaged gateway) throws IOException {
        try (var files = Files.list(gateway.data.resolve("events-spill"))) {
            return files.filter(file -> file.toString().endsWith(".spill"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
