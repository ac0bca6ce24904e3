package dev.sluice.cache.lookup;

import dev.sluice.cache.embed.Embedder;
import dev.sluice.cache.store.Stores;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were kept before the model was ready, or while it was too busy: their questions get their vectors later,
 * behind all look-ups. Bounded; what does not fit is found by the same words only.
 */
@ApplicationScoped
class Backlog {

    private static final int MOST = 5_000;
    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Owed(String tenant, String id, String canonical) {}

    private final BlockingQueue<Owed> owed = new ArrayBlockingQueue<>(MOST);
    private final ReentrantLock lock = new ReentrantLock();
    private final Embedder embedder;
    private final ExactKeys keys;
    private final Stores stores;
    private final Counter dropped;
    private @Nullable Thread worker;

    Backlog(Embedder embedder, ExactKeys keys, Stores stores, MeterRegistry meters) {
        this.embedder = embedder;
        this.keys = keys;
        this.stores = stores;
        this.dropped = Counter.builder("sluice.cache.embed.dropped")
                .description("answers that got no vector, not even later")
                .register(meters);
        meters.gauge("sluice.cache.embed.owed", owed, BlockingQueue::size);
    }

    /** Owes an answer its vector. */
    void add(String tenant, String id, String canonical) {
        if (embedder.state() == Embedder.State.FAILED || !owed.offer(new Owed(tenant, id, canonical))) {
            dropped.increment();
            return;
        }
        lock.lock();
        try {
            if (worker == null) {
                worker = Thread.ofVirtual().name("embed-backlog").start(this::work);
            }
        } finally {
            lock.unlock();
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        lock.lock();
        try {
            if (worker != null) {
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            if (!embedder.awaitSettled()) {
                dropped.increment(owed.size());
                owed.clear();
                return;
            }
            while (true) {
                settle(owed.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(Owed one) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<float[]> vector =
                    embedder.questionToKeep(keys.vector(one.tenant(), one.canonical()), one.canonical(), PATIENCE);
            if (vector.isPresent()) {
                stores.keep(store -> store.place(one.tenant(), one.id(), vector.get()));
                return;
            }
            Thread.sleep(PAUSE);
        }
        dropped.increment();
    }
}
