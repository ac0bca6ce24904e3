package dev.sluice.worker.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflowTest {

    private record Come(HttpServerRequest request, Inflow inflow) {}

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<Come> come = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> come.add(new Come(
                        request,
                        new Inflow(request, vertx.getOrCreateContext(), Duration.ofSeconds(30), 64 * 1024 * 1024))))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1024 * 1024 - 1, 1024 * 1024 + 1, 1024 * 1024 + 60_000, 1024 * 1024 + 120_000, 5_000_000})
    void aFileIsReadWholeByOneWhoBeginsWhenAllOfItMayHaveCome(int size) throws Exception {
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        var sent = client.sendAsync(form(file), HttpResponse.BodyHandlers.discarding());
        Come arrived = come.poll(30, TimeUnit.SECONDS);
        assertThat(arrived).isNotNull();

        // What does not fit is held back until it is read.
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        arrived.request().isEnded() || arrived.request().bytesRead() > Math.min(size, 1024 * 1024));

        assertThat(Arrays.equals(arrived.inflow().readAllBytes(), file)).isTrue();
        assertThat(arrived.inflow().field("purpose")).isEqualTo("batch");
        arrived.request().response().end();
        assertThat(sent.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private HttpRequest form(byte[] file) {
        byte[] before = ("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] after = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(before, before.length + file.length + after.length);
        System.arraycopy(file, 0, body, before.length, file.length);
        System.arraycopy(after, 0, body, before.length + file.length, after.length);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
