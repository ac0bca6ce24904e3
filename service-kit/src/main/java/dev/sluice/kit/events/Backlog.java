package dev.sluice.kit.events;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that Kafka has not confirmed, oldest first: in the spill file as long as that has room, and in memory what was
 * on its way when it had none. For one thread.
 */
final class Backlog implements AutoCloseable {

    private static final long BETWEEN_COMPLAINTS = TimeUnit.MINUTES.toNanos(1);

    private final @Nullable Spill spill;
    private final EventCounts counts;
    private final LongSupplier nanoTime;
    private final long syncEvery;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private boolean heldOut;
    private long syncedAt;
    private long complainedAt;

    /** @param spill absent when there is no file to write */
    Backlog(@Nullable Spill spill, EventCounts counts, LongSupplier nanoTime, long syncEveryNanos) {
        this.spill = spill;
        this.counts = counts;
        this.nanoTime = nanoTime;
        this.syncEvery = syncEveryNanos;
        this.syncedAt = nanoTime.getAsLong();
        this.complainedAt = syncedAt - BETWEEN_COMPLAINTS;
    }

    boolean isEmpty() {
        return held.isEmpty() && (spill == null || spill.records() == 0);
    }

    /** Whether more may be added; when not, events wait in the publisher's buffer. */
    boolean accepts() {
        if (heldOut) {
            return false;
        }
        while (!held.isEmpty() && write(held.getFirst())) {
            held.removeFirst();
        }
        return held.isEmpty() && spill != null;
    }

    void add(Letter letter) {
        byte[] payload = letter.encode();
        if (!held.isEmpty() || !write(payload)) {
            held.add(payload);
        }
    }

    private boolean write(byte[] payload) {
        if (spill == null) {
            return false;
        }
        try {
            boolean fits = spill.append(payload);
            if (fits) {
                counts.spilled().increment();
            } else {
                complain("the spill file for events is full (sluice.events.spill-size)");
            }
            return fits;
        } catch (IOException e) {
            complain("the spill file for events cannot be written: " + e.getMessage());
            return false;
        }
    }

    private void complain(String what) {
        long now = nanoTime.getAsLong();
        if (now - complainedAt >= BETWEEN_COMPLAINTS) {
            complainedAt = now;
            Log.warnf("%s; events wait in memory and are dropped beyond sluice.events.buffer", what);
        }
    }

    /** The oldest, to be sent; they stay until {@link #remove}. */
    List<byte[]> peek(int most) {
        heldOut = false;
        if (spill != null && spill.records() > 0) {
            long before = spill.records();
            try {
                return spill.peek(most);
            } catch (IOException e) {
                Log.errorf("spilled events cannot be read: %s", e.getMessage());
                counts.dropped().increment((double) (before - spill.records()));
                return List.of();
            }
        }
        heldOut = !held.isEmpty();
        List<byte[]> oldest = new ArrayList<>();
        for (Iterator<byte[]> all = held.iterator(); all.hasNext() && oldest.size() < most; ) {
            oldest.add(all.next());
        }
        return oldest;
    }

    /** What {@link #peek} gave has not been sent and stays. */
    void keep() {
        heldOut = false;
    }

    /** What {@link #peek} gave is with Kafka. */
    void remove(List<byte[]> payloads) {
        if (heldOut) {
            payloads.forEach(one -> held.removeFirst());
        } else if (spill != null) {
            try {
                spill.remove(payloads);
            } catch (IOException e) {
                complain("the spill file for events cannot be shortened: " + e.getMessage());
            }
        }
        heldOut = false;
    }

    /** Forces the file to the disk when that is due. */
    void sync() {
        long now = nanoTime.getAsLong();
        if (spill != null && now - syncedAt >= syncEvery) {
            syncedAt = now;
            try {
                spill.sync();
            } catch (IOException e) {
                complain("the spill file for events cannot be forced to the disk: " + e.getMessage());
            }
        }
    }

    /** Closes the file; what is in memory only is lost, and counted. */
    @Override
    public void close() {
        accepts();
        counts.dropped().increment(held.size());
        if (spill != null) {
            try {
                spill.close();
            } catch (IOException e) {
                Log.errorf("the spill file for events could not be closed: %s", e.getMessage());
            }
        }
    }
}
