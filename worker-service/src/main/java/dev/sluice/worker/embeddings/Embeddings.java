package dev.sluice.worker.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks cache-service for vectors. It costs nobody money and is never waited for long: when the service is away or busy there
 * are none, and the caller does without and says so.
 */
@ApplicationScoped
public class Embeddings {

    /** The longest text looked at, in characters; the rest of a longer one has no part in its vector. */
    public static final int LONGEST = 2_000;

    private static final int AT_ONCE = 32;
    private static final int LARGEST_REPLY = 16 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(1))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI target;
    private final String secret;
    private final ObjectMapper json;

    Embeddings(PeersConfig peers, InternalConfig internal, ObjectMapper json) {
        this.target = URI.create(peers.cache() + "/v1/embeddings");
        this.secret = internal.secret().orElse("");
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** The cache-service did not make the vectors; they may be had later. */
    public static final class Away extends IOException {
        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message);
        }
    }

    /**
     * Vectors of length one.
     *
     * @param model which made them; those of different models are never compared
     * @param vectors one for each text, in order
     */
    public record Made(String model, List<float[]> vectors) {
        public Made {
            vectors = List.copyOf(vectors);
        }
    }

    /**
     * The vectors of some texts, each looked at as a whole.
     *
     * @param texts none of them blank, so many as fit in one call
     * @param within for all of them together
     * @throws Away when there are none in time
     */
    public Made made(String tenant, List<String> texts, Duration within) throws Away, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .timeout(within)
                    .header("content-type", "application/json")
                    .header(InternalHeaders.SECRET, secret)
                    .header(InternalHeaders.TENANT, tenant)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            json.writeValueAsBytes(Map.of("model", "local", "input", texts))))
                    .build();
            HttpResponse<InputStream> reply = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = reply.body()) {
                if (reply.statusCode() != 200) {
                    throw new Away("cache-service answered " + reply.statusCode());
                }
                return made(json.readTree(body.readNBytes(LARGEST_REPLY)), texts.size());
            }
        } catch (Away e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new Away(e.toString());
        }
    }

    private static Made made(JsonNode reply, int wanted) throws Away {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode item : reply.path("data")) {
            vectors.add(unit(item.path("embedding")));
        }
        String model = reply.path("model").asText();
        if (vectors.size() != wanted || model.isEmpty() || vectors.stream().anyMatch(v -> v.length == 0)) {
            throw new Away("it answered with %d vectors for %d texts".formatted(vectors.size(), wanted));
        }
        return new Made(model, vectors);
    }

    /**
     * A unit vector for each text, in their order.
     *
     * @param tenant whose texts they are; remembered vectors are kept apart by it
     * @return empty when there are none to be had now
     */
    public Optional<List<float[]>> of(String tenant, List<String> texts) throws InterruptedException {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        List<float[]> vectors = new ArrayList<>();
        try {
            for (int from = 0; from < texts.size(); from += AT_ONCE) {
                List<String> part = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
                vectors.addAll(ask(tenant, part));
            }
        } catch (IOException e) {
            Log.debugf("there are no vectors now: %s", e.getMessage());
            return Optional.empty();
        }
        return vectors.size() == texts.size() ? Optional.of(vectors) : Optional.empty();
    }

    private List<float[]> ask(String tenant, List<String> texts) throws IOException, InterruptedException {
        List<String> cut = texts.stream()
                .map(text -> text.isBlank() ? "-" : text.substring(0, Math.min(text.length(), LONGEST)))
                .toList();
        return made(tenant, cut, PATIENCE).vectors();
    }

    private static float[] unit(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.get(i).asDouble();
            squares += (double) vector[i] * vector[i];
        }
        float norm = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length && norm > 0; i++) {
            vector[i] /= norm;
        }
        return vector;
    }

    /** The cosine of two unit vectors of the same length, -1 to 1. */
    public static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
