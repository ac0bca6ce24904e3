package dev.sluice.gateway.overload;

import dev.sluice.gateway.errors.ApiError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets model calls in while there is room for their priority, and turns the others away before anything is done for them. */
@Singleton
public class Gate {

    private static final long RECENT = TimeUnit.SECONDS.toNanos(10);

    private final Gauge gauge;
    private final int most;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<Pass> open = ConcurrentHashMap.newKeySet();
    private final Map<Priority, Counter> shed = new EnumMap<>(Priority.class);
    private volatile boolean closed;
    private volatile long shedAt = System.nanoTime() - RECENT;

    Gate(Gauge gauge, OverloadConfig config, MeterRegistry meters) {
        this.gauge = gauge;
        this.most = config.inFlight();
        for (Priority one : Priority.values()) {
            shed.put(one, meters.counter("sluice.gateway.overload.shed", "priority", one.word()));
        }
        meters.gauge("sluice.gateway.overload.in.flight", inFlight, AtomicInteger::get);
        meters.gauge("sluice.gateway.overload.load", gauge, Gauge::load);
    }

    /**
     * A place for a call; the one who gets it gives it back with {@link Pass#leave}.
     *
     * @throws ApiError 503 when there is no room or this replica stops; 400 for an unknown priority
     */
    public Pass enter(HttpServerRequest request) {
        Priority priority = Priority.of(request.getHeader("x-sluice-priority"));
        if (closed) {
            request.response().putHeader("connection", "close");
            throw ApiError.unavailable(
                    "stopping", "This gateway is being stopped and takes no new calls. Send it again to another.", 1);
        }
        Pass pass = new Pass(this, priority);
        int now = inFlight.incrementAndGet();
        open.add(pass);
        if (!hasRoom(priority, now)) {
            pass.leave();
            throw turnAway(priority);
        }
        return pass;
    }

    /**
     * Whether the call may keep its place now that its caller is known: critical is for keys with the scope
     * {@value Priority#SCOPE}; a call without it has to find room as a normal one.
     *
     * @throws ApiError 503 when it does not; the place is free again then
     */
    public void known(Pass pass, Set<String> scopes) {
        if (pass.priority() == Priority.CRITICAL
                && !scopes.contains(Priority.SCOPE)
                && !hasRoom(Priority.NORMAL, inFlight.get())) {
            pass.leave();
            throw turnAway(Priority.NORMAL);
        }
    }

    /** Whether there is room for work of this priority that nobody waits for. */
    public boolean hasRoom(Priority priority) {
        return !closed && hasRoom(priority, inFlight.get() + 1);
    }

    private boolean hasRoom(Priority priority, int now) {
        double share = priority.share();
        return now <= share * most && gauge.load() < share;
    }

    private ApiError turnAway(Priority priority) {
        Objects.requireNonNull(shed.get(priority)).increment();
        shedAt = System.nanoTime();
        return ApiError.unavailable(
                "overloaded",
                "This gateway is overloaded and turns calls of priority %s away. Try again later, or raise x-sluice-priority where it matters."
                        .formatted(priority.word()),
                priority.retryAfterSeconds());
    }

    void left(Pass pass) {
        open.remove(pass);
        inFlight.decrementAndGet();
    }

    /** Lets nobody in any more. */
    public void close() {
        closed = true;
    }

    /** Ends all that is still open with an error. */
    public void endAll(ApiError why) {
        open.forEach(pass -> pass.abort(why));
    }

    /** Calls that have a place. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Whether somebody was turned away in the last ten seconds. */
    public boolean isShedding() {
        return System.nanoTime() - shedAt < RECENT;
    }

    /** For the status page. */
    public String words() {
        return closed ? "stopping" : "%d of %d calls, load %.2f".formatted(inFlight.get(), most, gauge.load());
    }
}
