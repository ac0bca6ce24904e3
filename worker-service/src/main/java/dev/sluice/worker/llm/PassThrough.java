package dev.sluice.worker.llm;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.worker.ledger.TasksConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any chat completion request, sent to the gateway as it is, under the key that had it sent, or the worker's own where none
 * had. An interrupt closes the connection, and with it the call upstream.
 */
@ApplicationScoped
public class PassThrough {

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the answer as text
     * @param complete whether the body is all there was; a larger one than may be kept is cut
     * @param retryAfter the header of that name in seconds, if there was one
     * @param cache the header {@code x-cache}, if there was one
     * @param costUsd the header {@code x-sluice-cost}, if there was one
     */
    public record Reply(
            int status,
            String body,
            boolean complete,
            @Nullable Duration retryAfter,
            @Nullable String cache,
            @Nullable String costUsd) {}

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI target;
    private final Optional<String> key;
    private final String secret;
    private final int largest;

    PassThrough(PeersConfig peers, TasksConfig tasks, LlmConfig llm, InternalConfig internal) {
        this.target = URI.create(peers.gateway() + "/v1/chat/completions");
        this.key = llm.apiKey();
        this.secret = internal.secret().orElse("");
        this.largest = Math.toIntExact(tasks.largestBody().asLongValue());
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** Whether there is a key to call with. */
    public boolean canSend(Payer payer) {
        return mayCallFor(payer) || key.isPresent();
    }

    private boolean mayCallFor(Payer payer) {
        return payer.hasKey() && !secret.isEmpty();
    }

    /**
     * Sends a request.
     *
     * @param payer who is limited and billed, as if the key had sent it itself
     * @param json the body
     * @param timeout for the whole call
     * @throws IOException when the gateway cannot be reached or does not answer in time
     */
    public Reply send(Payer payer, byte[] json, Duration timeout) throws IOException, InterruptedException {
        HttpRequest.Builder call = call(json, timeout);
        return send(
                mayCallFor(payer)
                        ? introduced(call, payer.tenant(), String.valueOf(payer.keyId()))
                        : call.header("authorization", "Bearer " + key.orElseThrow()));
    }

    /**
     * Sends a request on behalf of the key that had it submitted, as a question that nobody asked yet. It is limited and
     * paid for as if the key had sent it, gives way to everything else, and its answer is in the cache afterwards.
     *
     * @param keyId the public id of the key
     * @param json the body
     * @param timeout for the whole call
     * @throws IOException when the gateway cannot be reached or does not answer in time
     */
    public Reply sendAhead(String tenant, String keyId, byte[] json, Duration timeout)
            throws IOException, InterruptedException {
        return send(introduced(call(json, timeout), tenant, keyId)
                .header("x-sluice-priority", Lane.BULK.wireName())
                .header("x-sluice-session", CacheQuestion.AHEAD));
    }

    private HttpRequest.Builder introduced(HttpRequest.Builder call, String tenant, String keyId) {
        return call.header(InternalHeaders.SECRET, secret)
                .header(InternalHeaders.TENANT, tenant)
                .header(InternalHeaders.KEY_ID, keyId);
    }

    private HttpRequest.Builder call(byte[] json, Duration timeout) {
        return HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    }

    private Reply send(HttpRequest.Builder call) throws IOException, InterruptedException {
        HttpRequest request = call.build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(largest + 1);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading the answer");
            }
            return new Reply(
                    response.statusCode(),
                    new String(bytes, StandardCharsets.UTF_8),
                    bytes.length <= largest,
                    retryAfter(response),
                    response.headers().firstValue("x-cache").orElse(null),
                    response.headers().firstValue("x-sluice-cost").orElse(null));
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
