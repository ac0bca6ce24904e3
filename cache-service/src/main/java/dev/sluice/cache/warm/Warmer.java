package dev.sluice.cache.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.cache.store.Shelf;
import dev.sluice.cache.store.Shelves;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Takes warm-ups in and tells how far they are; what they came to is on the shelf, for all replicas to tell. */
@ApplicationScoped
class Warmer {

    private static final String KIND = "warm";
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A job that says nothing for so long is not running any more. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final int MOST_KEPT = 50;
    private static final int MOST_RUNNING = 4;

    private record Key(String tenant, String id) {}

    private final TaskClient tasks;
    private final Shelves shelves;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();
    private final Map<Key, Thread> running = new ConcurrentHashMap<>();

    Warmer(TaskClient tasks, Shelves shelves, ObjectMapper json) {
        this.tasks = tasks;
        this.shelves = shelves;
        this.json = json.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    }

    void stop(@Observes ShutdownEvent stop) {
        running.values().forEach(Thread::interrupt);
    }

    /** Begins an order, or tells of the same one that is running. A {@link Refusal} says what is wrong with it. */
    WarmJob begin(Caller caller, WarmOrder order) {
        List<Map<String, Object>> requests = order.requests();
        if (caller.keyId() == null) {
            throw Refusal.badRequest(
                    "no_key",
                    "A warm-up is paid for by an API key; this call has none. Call with Authorization: Bearer sk-sl-...");
        }
        String id = id(requests);
        Optional<WarmJob> known =
                find(caller.tenant(), id).filter(job -> job.state().equals(WarmJob.RUNNING));
        if (known.isPresent()) {
            return known.get();
        }
        if (running.keySet().stream()
                        .filter(key -> key.tenant().equals(caller.tenant()))
                        .count()
                >= MOST_RUNNING) {
            throw new Refusal(
                    429,
                    "too_many_warm_ups",
                    "Too many warm-ups",
                    "%d warm-ups of this tenant are running. Send it again when one is done.".formatted(MOST_RUNNING),
                    Map.of("Retry-After", "30"));
        }
        Instant now = clock.instant();
        WarmJob job = WarmJob.begun(id, Objects.requireNonNullElse(order.model(), ""), requests.size(), now);
        save(caller.tenant(), job);
        prune(caller.tenant());
        var warming = new Warming(
                tasks,
                caller,
                job,
                requests,
                order.mostNano(),
                "warm-" + id + "-" + now.toEpochMilli(),
                clock,
                changed -> save(caller.tenant(), changed));
        Key key = new Key(caller.tenant(), id);
        running.put(key, Thread.ofVirtual().name("warm-up").start(() -> work(key, warming)));
        return job;
    }

    private void work(Key key, Warming warming) {
        try {
            warming.run(PAUSE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Log.errorf(e, "a warm-up ended unexpectedly; it may be ordered again");
        } finally {
            running.remove(key);
        }
    }

    /** The jobs of a tenant, newest first. */
    List<WarmJob> list(String tenant) {
        Shelf.Things things = shelves.read(shelf -> shelf.all(tenant, KIND));
        return things.items().values().stream()
                .flatMap(bytes -> read(bytes).stream())
                .map(this::told)
                .sorted(Comparator.comparing(WarmJob::createdAt).reversed())
                .toList();
    }

    /** One job of a tenant. */
    Optional<WarmJob> find(String tenant, String id) {
        return list(tenant).stream().filter(job -> job.id().equals(id)).findFirst();
    }

    private WarmJob told(WarmJob job) {
        boolean silent = Duration.between(job.updatedAt(), clock.instant()).compareTo(SILENCE) > 0;
        return job.state().equals(WarmJob.RUNNING) && silent ? job.ended("interrupted", null) : job;
    }

    private void save(String tenant, WarmJob job) {
        try {
            byte[] bytes = json.writeValueAsBytes(job);
            shelves.change(shelf -> shelf.put(tenant, KIND, Map.of(job.id(), bytes)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job cannot be written as JSON", e);
        }
    }

    private void prune(String tenant) {
        List<String> old = list(tenant).stream()
                .filter(job -> !job.state().equals(WarmJob.RUNNING))
                .skip(MOST_KEPT)
                .map(WarmJob::id)
                .toList();
        if (!old.isEmpty()) {
            shelves.change(shelf -> shelf.remove(tenant, KIND, old));
        }
    }

    private Optional<WarmJob> read(byte[] bytes) {
        try {
            return Optional.of(json.readValue(bytes, WarmJob.class));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private String id(List<Map<String, Object>> requests) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(requests)), 0, 8);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("an order cannot be hashed", e);
        }
    }
}
