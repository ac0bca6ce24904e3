package dev.sluice.analytics.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reports computed at once; more wait for a while, and are refused then. */
final class Readers {

    private final Semaphore free;
    private final long patienceMillis;

    Readers(int atOnce, Duration patience) {
        this.free = new Semaphore(atOnce);
        this.patienceMillis = patience.toMillis();
    }

    /** A report. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {

        T go() throws E;
    }

    /** Computes a report when it is its turn; {@link StoreAway} when that does not come. */
    <T, E extends Exception> T read(Work<T, E> work) throws E {
        try {
            if (!free.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw new StoreAway("too many reports are being computed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("stopped while waiting", e);
        }
        try {
            return work.go();
        } finally {
            free.release();
        }
    }
}
