package dev.sluice.cache.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders prefetch tasks of the worker-service for a caller. Blocking. */
@ApplicationScoped
class TaskClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI worker;
    private final Optional<String> secret;
    private final ObjectMapper json;

    TaskClient(PeersConfig peers, InternalConfig internal, ObjectMapper json) {
        this.worker = peers.worker();
        this.secret = internal.secret();
        this.json = json;
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    /** Not now: the service is away or has too much to do. */
    static final class Later extends Exception {

        private static final long serialVersionUID = 1L;

        Later(String why) {
            super(why, null, false, false);
        }
    }

    /** A task that was ended. */
    sealed interface Ended {

        /**
         * With an answer.
         *
         * @param known whether it came from the cache
         * @param costNano what it cost, in nano-USD
         */
        record Answered(boolean known, long costNano) implements Ended {}

        /** Without one. */
        record Failed(String why) implements Ended {}
    }

    /**
     * Hands a question in; the task's id.
     *
     * @param key the same for the same question of the same order
     * @throws Later when it may work another time
     * @throws IllegalArgumentException with the worker's words when it never will
     */
    String submit(Caller caller, String key, Map<String, Object> request) throws Later, InterruptedException {
        HttpResponse<byte[]> reply = send(introduced("/background/task", caller)
                .header("content-type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        bytes(TaskRequest.of("prefetch", "bulk", Map.of("request", request))))));
        if (reply.statusCode() == 202) {
            return read(reply.body()).path("id").asText();
        }
        if (reply.statusCode() == 429 || reply.statusCode() == 409 || reply.statusCode() >= 500) {
            throw new Later("The worker-service answered %d.".formatted(reply.statusCode()));
        }
        throw new IllegalArgumentException(
                read(reply.body()).path("detail").asText("The worker-service answered " + reply.statusCode() + "."));
    }

    /** How a task ended; nothing while it has not. */
    Optional<Ended> look(Caller caller, String id) throws Later, InterruptedException {
        HttpResponse<byte[]> reply =
                send(introduced("/background/task/" + id, caller).GET());
        if (reply.statusCode() == 404) {
            return Optional.of(new Ended.Failed("The worker-service does not know the task any more."));
        }
        if (reply.statusCode() != 200) {
            throw new Later("The worker-service answered %d.".formatted(reply.statusCode()));
        }
        TaskView task;
        try {
            task = json.readValue(reply.body(), TaskView.class);
        } catch (IOException e) {
            throw new Later("The worker-service answered something else.");
        }
        return switch (task.state()) {
            case WAITING, SCHEDULED, ACCEPTED, RUNNING, BACKOFF -> Optional.empty();
            case SUCCEEDED -> Optional.of(answered(json.valueToTree(task.result())));
            case FAILED, DEAD, CANCELLED, EXPIRED, SKIPPED ->
                Optional.of(new Ended.Failed(task.error() == null ? ended(task.state()) : task.error()));
        };
    }

    private static String ended(TaskState state) {
        return "The task is %s.".formatted(state.name().toLowerCase(Locale.ROOT));
    }

    private static Ended answered(JsonNode result) {
        String cache = result.path("cache").asText("");
        boolean known = cache.equals("HIT") || cache.equals("SEMANTIC") || cache.equals("JOINED");
        try {
            long nano = new BigDecimal(result.path("costUsd").asText("0"))
                    .movePointRight(9)
                    .longValue();
            return new Ended.Answered(known, nano);
        } catch (NumberFormatException e) {
            return new Ended.Answered(known, 0);
        }
    }

    private HttpRequest.Builder introduced(String path, Caller caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(worker + path))
                .timeout(PATIENCE)
                .header(InternalHeaders.SECRET, secret.orElse(""))
                .header(InternalHeaders.TENANT, caller.tenant())
                .header(InternalHeaders.SCOPES, String.join(",", caller.scopes()));
        header(request, InternalHeaders.PROJECT, caller.project());
        header(request, InternalHeaders.KEY_ID, caller.keyId());
        return request;
    }

    private static void header(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            request.header(name, value);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Later, InterruptedException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Later("The worker-service cannot be reached.");
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return json.createObjectNode();
        }
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("an order that was read cannot be written", e);
        }
    }
}
