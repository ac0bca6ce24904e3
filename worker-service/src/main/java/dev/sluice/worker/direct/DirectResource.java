package dev.sluice.worker.direct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.work.TaskType;
import dev.sluice.worker.work.TaskType.CannotDo;
import dev.sluice.worker.work.TaskType.Job;
import dev.sluice.worker.work.TaskType.Outcome;
import dev.sluice.worker.work.TaskType.TryLater;
import dev.sluice.worker.work.TaskTypes;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/ai/<type>} with a task's input as the body: the same checks and the same result as of the task, at once.
 * Bounded in size, in time and in how many run; over a bound the answer tells to submit a task.
 */
@Path("/api/ai")
@RunOnVirtualThread
public class DirectResource {

    private static final Set<String> TYPES =
            new TreeSet<>(Set.of("summary", "keywords", "similarity", "quiz", "study-plan", "fact-check", "synthesis"));

    private static final TypeReference<Map<String, Object>> INPUT = new TypeReference<>() {};
    private static final String TASK =
            " Submit it as a task: POST /background/task {\"type\": \"%s\", \"input\": {...}}.";

    private final TaskTypes types;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final DirectConfig config;
    private final Semaphore room;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    DirectResource(TaskTypes types, CurrentCaller caller, ObjectMapper json, DirectConfig config) {
        this.types = types;
        this.caller = caller;
        this.json = json;
        this.config = config;
        this.room = new Semaphore(this.config.atOnce());
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    /**
     * A result.
     *
     * @param type the type of work
     * @param result as of a task
     * @param madeBy {@code llm:<model>} or {@code local:<method>}
     */
    @RegisterForReflection
    public record Done(String type, @Nullable Object result, String madeBy) {}

    /** Does the work while the caller waits. */
    @POST
    @Path("/{type}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Work on a short input, done at once",
            description =
                    "type: fact-check, keywords, quiz, similarity, study-plan, summary or synthesis; the body is the"
                            + " input of a task of that type.")
    public Done work(@PathParam("type") String name, byte @Nullable [] body, @Context RoutingContext route)
            throws InterruptedException {
        Caller asking = caller.get();
        if (!TYPES.contains(name)) {
            throw new Refusal(
                    404,
                    "not_found",
                    "Not found",
                    "There is no such path below /api/ai. There are: %s.".formatted(String.join(", ", TYPES)));
        }
        Map<String, Object> input = input(name, body == null ? new byte[0] : body);
        TaskType type = types.named(name);
        type.check(input);
        if (!room.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_busy",
                    "Too busy",
                    "%d such requests are being worked on, and no more at once. Send it again."
                                    .formatted(config.atOnce())
                            + TASK.formatted(name),
                    Map.of("Retry-After", "1"));
        }
        try {
            var job = new Job(asking.tenant(), input, percent -> {}, asking.keyId());
            Outcome outcome = within(name, threads.submit(() -> type.run(job)), route);
            return new Done(name, outcome.result(), outcome.madeBy());
        } finally {
            room.release();
        }
    }

    /** Waits for the work; when time is up or the client has left, it is interrupted. */
    private Outcome within(String name, Future<Outcome> work, RoutingContext route) throws InterruptedException {
        Duration within = config.deadline();
        route.addEndHandler(ended -> work.cancel(true));
        try {
            return work.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Refusal(
                    504,
                    "deadline_exceeded",
                    "Deadline exceeded",
                    "It was not done within %s.".formatted(within) + TASK.formatted(name));
        } catch (java.util.concurrent.CancellationException e) {
            throw new Refusal(499, "client_closed", "Client closed request", "The client has left.");
        } catch (ExecutionException e) {
            throw refusal(name, e.getCause());
        } finally {
            work.cancel(true);
        }
    }

    private static Refusal refusal(String name, @Nullable Throwable why) {
        return switch (why) {
            case Refusal refusal -> refusal;
            case CannotDo cannot ->
                new Refusal(422, "cannot_do", "It cannot be done", String.valueOf(cannot.getMessage()));
            case TryLater later ->
                new Refusal(
                        503,
                        "try_later",
                        "Try later",
                        later.getMessage() + TASK.formatted(name) + " A task is tried again by itself.",
                        Map.of(
                                "Retry-After",
                                Long.toString(Math.max(1, later.notBefore().toSeconds()))));
            case null, default -> {
                Log.errorf(why, "work of type %s failed unexpectedly", name);
                yield new Refusal(
                        500, "internal_error", "Internal error", "Something failed on our side; the log has it.");
            }
        };
    }

    private Map<String, Object> input(String name, byte[] body) {
        long largest = config.largestInput().asLongValue();
        if (body.length > largest) {
            throw new Refusal(
                    413,
                    "input_too_large",
                    "Input too large",
                    "The input has %d bytes; at most %d are worked on while you wait.".formatted(body.length, largest)
                            + TASK.formatted(name));
        }
        try {
            Map<String, Object> input = json.readValue(body, INPUT);
            if (input != null) {
                return input;
            }
        } catch (JsonProcessingException e) {
            // Told below; a body that is no object is as wrong.
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        throw Refusal.badRequest(
                "invalid_json",
                "The body must be a JSON object: the input of a task of this type, such as {\"text\": \"...\"}.");
    }
}
