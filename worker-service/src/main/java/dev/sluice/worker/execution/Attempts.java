package dev.sluice.worker.execution;

import dev.sluice.worker.leases.LeaseConfig;
import dev.sluice.worker.leases.Leases;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The attempts that run in this process, and their heartbeat: leases renewed, time limits and cancellations noticed. */
@ApplicationScoped
public class Attempts {

    private final ConcurrentHashMap<String, Attempt> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease-heartbeat").daemon().factory());
    private final Leases leases;
    private final Clock clock;
    private final Duration period;

    Attempts(Leases leases, Clock clock, LeaseConfig config) {
        this.leases = leases;
        this.clock = clock;
        this.period = config.heartbeat();
    }

    void start(@Observes StartupEvent start) {
        heart.scheduleAtFixedRate(this::beat, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(2_000) ShutdownEvent stop) {
        heart.shutdownNow();
    }

    void add(String taskId, Attempt attempt) {
        running.put(taskId, attempt);
    }

    void remove(String taskId) {
        running.remove(taskId);
    }

    /** The attempt's work begins; from here on it may be interrupted. */
    void begin(String taskId) {
        Attempt attempt = running.get(taskId);
        if (attempt != null) {
            attempt.begin();
        }
    }

    /** The work of the attempt that the calling thread runs is over; why it was stopped, if it was. */
    Optional<Attempt.Stop> end(String taskId) {
        Attempt attempt = running.get(taskId);
        return attempt == null ? Optional.empty() : attempt.end();
    }

    /**
     * Whether the lease of the attempt was granted or renewed less than a heartbeat ago. Nobody can have taken the task over
     * since, not even when the lease store was wiped meanwhile: that takes longer to prove anything.
     */
    boolean isFresh(String taskId) {
        Attempt attempt = running.get(taskId);
        return attempt != null
                && leases.canTakeOver()
                && attempt.renewed().plus(period).isAfter(clock.instant());
    }

    /** Whether an attempt at this task runs here. */
    boolean has(String taskId) {
        return running.containsKey(taskId);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** Asks the attempt at this task to end because its owner wants it; false when none works here. */
    public boolean cancel(String taskId) {
        Attempt attempt = running.get(taskId);
        return attempt != null && attempt.stop(Attempt.Stop.CANCELLED);
    }

    void stopAll() {
        running.values().forEach(attempt -> attempt.stop(Attempt.Stop.STOPPING));
    }

    private void beat() {
        Instant now = clock.instant();
        running.forEach((taskId, attempt) -> {
            try {
                renew(attempt, now);
            } catch (RuntimeException e) {
                Log.errorf(e, "the lease of task %s could not be renewed", taskId);
            }
        });
    }

    private void renew(Attempt attempt, Instant now) {
        if (now.isAfter(attempt.deadline())) {
            attempt.stop(Attempt.Stop.TIMED_OUT);
        }
        switch (leases.renew(attempt.lease())) {
            case KEPT -> attempt.renewed(now);
            case CANCEL_ASKED -> attempt.stop(Attempt.Stop.CANCELLED);
            case LOST -> attempt.stop(Attempt.Stop.LOST);
        }
    }
}
