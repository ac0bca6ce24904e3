package dev.sluice.worker.llm;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the gateway for a key that asked for them: limited, budgeted and paid for as if the key had made them, and
 * behind everything that somebody waits for. An interrupt closes the connection, and with it the call upstream.
 */
@ApplicationScoped
public class BulkCalls {

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the answer
     * @param complete whether the body is all there was; a larger one than asked for is cut
     * @param retryAfter the header of that name in seconds, if there was one
     * @param requestId the id of the request at the gateway
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    public record Reply(
            int status,
            byte[] body,
            boolean complete,
            @Nullable Duration retryAfter,
            String requestId) {}

    private static final Duration LOOK_UP = Duration.ofSeconds(10);
    private static final int SMALL = 64 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String gateway;
    private final String secret;

    BulkCalls(PeersConfig peers, InternalConfig internal) {
        this.gateway = peers.gateway().toString();
        this.secret = internal.secret().orElse("");
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * Sends a request.
     *
     * @param payer for whom
     * @param path such as {@code /v1/chat/completions}
     * @param json the body
     * @param largest how many bytes of the answer are read
     * @param timeout for the whole call
     * @throws IOException when the gateway cannot be reached or does not answer in time
     */
    public Reply post(Payer payer, String path, byte[] json, int largest, Duration timeout)
            throws IOException, InterruptedException {
        return send(
                call(payer, path, timeout)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                        .build(),
                largest);
    }

    /**
     * Asks whether the key may call a model: 200, or 404 when there is none of that name for it.
     *
     * @throws IOException when the gateway cannot be reached or does not answer in time
     */
    public Reply model(Payer payer, String name) throws IOException, InterruptedException {
        String path =
                "/v1/models/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return send(call(payer, path, LOOK_UP).GET().build(), SMALL);
    }

    private HttpRequest.Builder call(Payer payer, String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(timeout)
                .header(InternalHeaders.SECRET, secret)
                .header(InternalHeaders.TENANT, payer.tenant())
                .header(InternalHeaders.KEY_ID, String.valueOf(payer.keyId()))
                .header("x-sluice-priority", Lane.BULK.wireName());
    }

    private Reply send(HttpRequest request, int largest) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(largest + 1);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading the answer");
            }
            return new Reply(
                    response.statusCode(),
                    bytes,
                    bytes.length <= largest,
                    retryAfter(response),
                    response.headers().firstValue(InternalHeaders.REQUEST_ID).orElse(""));
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }
}
