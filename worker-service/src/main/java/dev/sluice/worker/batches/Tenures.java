package dev.sluice.worker.batches;

import dev.sluice.worker.leases.LeaseConfig;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.leases.Leases.Name;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The leases this worker holds on batches and slices, renewed until they are given back. */
@ApplicationScoped
class Tenures {

    /** A lease that is held. */
    final class Tenure implements AutoCloseable {

        private final Lease lease;
        private volatile boolean lost;

        private Tenure(Lease lease) {
            this.lease = lease;
        }

        /** Whether somebody else may hold it now. */
        boolean isLost() {
            return lost;
        }

        private void renew() {
            if (leases.renew(lease) == Leases.Renewal.LOST) {
                lost = true;
            }
        }

        /** Gives it back. */
        @Override
        public void close() {
            held.remove(this);
            leases.release(lease);
        }
    }

    private final Set<Tenure> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("batch-heartbeat").daemon().factory());
    private final Leases leases;
    private final Duration period;

    Tenures(Leases leases, LeaseConfig config) {
        this.leases = leases;
        this.period = config.heartbeat();
    }

    void start(@Observes StartupEvent start) {
        heart.scheduleAtFixedRate(this::beat, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(3_000) ShutdownEvent stop) {
        heart.shutdownNow();
    }

    /** A lease on a batch, unless somebody holds it. */
    Optional<Tenure> claim(Batch batch) {
        return claim(name(batch), batch.version());
    }

    /** A lease on a slice of a batch, unless somebody holds it. */
    Optional<Tenure> claim(Batch batch, int slice) {
        return claim(name(batch, slice), batch.version());
    }

    /** Whether nobody works on a slice of a batch. */
    boolean isFree(Batch batch, int slice) {
        return leases.isFree(name(batch, slice));
    }

    private Optional<Tenure> claim(Name name, long fence) {
        return leases.claim(name, fence).map(lease -> {
            var tenure = new Tenure(lease);
            held.add(tenure);
            return tenure;
        });
    }

    private static Name name(Batch batch) {
        return new Name(batch.order().tenant(), batch.id());
    }

    private static Name name(Batch batch, int slice) {
        return new Name(batch.order().tenant(), batch.id() + ":" + slice);
    }

    private void beat() {
        for (Tenure tenure : held) {
            try {
                tenure.renew();
            } catch (RuntimeException e) {
                Log.warnf("a lease on a batch could not be renewed (%s)", e.getMessage());
            }
        }
    }
}
