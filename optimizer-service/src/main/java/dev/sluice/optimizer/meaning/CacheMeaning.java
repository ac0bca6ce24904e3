package dev.sluice.optimizer.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cache-service for vectors, in one call for all texts. Blocking. Never fails: late, away or odd means no vectors,
 * and a short pause before it is asked again.
 */
@ApplicationScoped
public class CacheMeaning {

    /** More calls at a time would only wait for each other in the cache-service. */
    private static final int AT_A_TIME = 8;

    private static final String ANY_MODEL = "local";
    private static final Duration SHORTEST = Duration.ofMillis(5);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(1))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI target;
    private final String secret;
    private final MeaningConfig config;
    private final ObjectMapper json;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final AtomicLong askedAgainAt = new AtomicLong(System.nanoTime());

    CacheMeaning(PeersConfig peers, InternalConfig internal, MeaningConfig config, ObjectMapper json) {
        this.target = URI.create(peers.cache() + "/v1/embeddings");
        this.secret = internal.secret().orElse("");
        this.config = config;
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** Whether there is anybody to ask. */
    public boolean isOffered() {
        return config.enabled();
    }

    /** Whether the cache-service is being spared since it failed. */
    public boolean isDegraded() {
        return System.nanoTime() - askedAgainAt.get() < 0;
    }

    /**
     * A vector of length 1 for each text, in order, by whatever model the cache-service has; absent when they are not to
     * be had.
     *
     * @param patience the longest to wait, if that is less than the configuration says
     */
    public @Nullable List<float[]> of(List<String> texts, Caller caller, Duration patience) {
        return of(texts, ANY_MODEL, caller, patience);
    }

    /**
     * The same by a model of this name; absent too when the cache-service has another.
     *
     * @param patience the longest to wait, if that is less than the configuration says
     */
    public @Nullable List<float[]> of(List<String> texts, String model, Caller caller, Duration patience) {
        Duration wait = patience.compareTo(config.deadline()) < 0 ? patience : config.deadline();
        if (!config.enabled() || isDegraded() || wait.compareTo(SHORTEST) < 0 || !places.tryAcquire()) {
            return null;
        }
        try {
            return vectors(
                    client.send(call(texts, model, caller, wait), HttpResponse.BodyHandlers.ofByteArray()),
                    texts.size());
        } catch (IOException e) {
            // A caller in a hurry is no reason to spare the service.
            if (wait.equals(config.deadline())) {
                spare();
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            places.release();
        }
    }

    private HttpRequest call(List<String> texts, String model, Caller caller, Duration wait) throws IOException {
        HttpRequest.Builder call = HttpRequest.newBuilder(target)
                .timeout(wait)
                .header("content-type", "application/json")
                .header(InternalHeaders.SECRET, secret)
                .header(InternalHeaders.TENANT, caller.tenant())
                .header(InternalHeaders.SCOPES, String.join(",", caller.scopes()));
        if (caller.project() != null) {
            call.header(InternalHeaders.PROJECT, caller.project());
        }
        if (caller.keyId() != null) {
            call.header(InternalHeaders.KEY_ID, caller.keyId());
        }
        byte[] body = json.writeValueAsBytes(Map.of("model", model, "input", texts, "encoding_format", "base64"));
        return call.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private @Nullable List<float[]> vectors(HttpResponse<byte[]> reply, int wanted) throws IOException {
        if (reply.statusCode() != 200) {
            if (reply.statusCode() >= 500) {
                spare();
            }
            return null;
        }
        List<float[]> vectors = new ArrayList<>(wanted);
        try {
            for (JsonNode item : json.readTree(reply.body()).path("data")) {
                vectors.add(
                        unit(Base64.getDecoder().decode(item.path("embedding").asText())));
            }
        } catch (IllegalArgumentException odd) {
            return null;
        }
        return vectors.size() == wanted ? vectors : null;
    }

    private void spare() {
        askedAgainAt.set(System.nanoTime() + config.pause().toNanos());
    }

    private static float[] unit(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        double squares = 0;
        for (float v : vector) {
            squares += (double) v * v;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }
}
