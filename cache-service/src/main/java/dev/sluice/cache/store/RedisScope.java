package dev.sluice.cache.store;

import dev.sluice.cache.index.VectorIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The local copy of one scope's questions: of one version, but for those that are still to be read. Changed by one
 * thread at a time, searched by any.
 */
final class RedisScope {

    private static final int BYTES_BESIDE = 200;

    private record Known(Candidate candidate, int place) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Known> byId = new HashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private volatile VectorIndex<Candidate> index = new VectorIndex<>();
    private String version = "";
    private Instant soonest = Instant.MAX;
    private int bytes = BYTES_BESIDE;
    private boolean reading;

    /** Whether the caller may change it now; nobody waits long. */
    boolean tryLock() {
        try {
            return lock.tryLock(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    VectorIndex<Candidate> index() {
        return index;
    }

    /** The word of its version. */
    String word() {
        return version.substring(0, Math.max(0, version.lastIndexOf(':')));
    }

    /** The number of its version. */
    String count() {
        return version.isEmpty() ? "0" : version.substring(version.lastIndexOf(':') + 1);
    }

    /** Goes on to a version, in which these questions are other ones or gone. */
    void change(String reached, Collection<String> changed) {
        version = reached;
        changed.forEach(this::forget);
        unread.addAll(changed);
    }

    /** Begins anew with a version that has these questions. */
    void restart(String reached, Set<String> ids) {
        version = reached;
        List.copyOf(byId.keySet()).stream().filter(id -> !ids.contains(id)).forEach(this::forget);
        unread.clear();
        ids.stream().filter(id -> !byId.containsKey(id)).forEach(unread::add);
    }

    /** Some of the questions that are to be read, which are taken for read. */
    List<String> next(int most) {
        List<String> next = unread.stream().limit(most).toList();
        next.forEach(unread::remove);
        return next;
    }

    /** Takes questions back that could not be read. */
    void owe(Collection<String> ids) {
        unread.addAll(ids);
    }

    boolean isRead() {
        return unread.isEmpty();
    }

    /** Leaves unread what is unread. */
    void giveUp() {
        unread.clear();
    }

    /** Whether the caller is the one who reads on in the background from now on. */
    boolean beginReading() {
        boolean mine = !reading;
        reading = true;
        return mine;
    }

    void endReading() {
        reading = false;
    }

    void add(Candidate candidate, float[] vector) {
        forget(candidate.id());
        int place = index.add(candidate, vector);
        if (place == VectorIndex.RETIRED) {
            index = new VectorIndex<>();
            place = index.add(candidate, vector);
        }
        byId.put(candidate.id(), new Known(candidate, place));
        bytes += candidate.bytes() + VectorIndex.BYTES_EACH;
        soonest = candidate.expiresAt().isBefore(soonest) ? candidate.expiresAt() : soonest;
    }

    /** Forgets what has expired. */
    void expire(Instant now) {
        if (!now.isBefore(soonest)) {
            List<Candidate> all = byId.values().stream().map(Known::candidate).toList();
            all.stream().filter(candidate -> !candidate.isAlive(now)).forEach(candidate -> forget(candidate.id()));
            soonest = byId.values().stream()
                    .map(known -> known.candidate().expiresAt())
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
        }
    }

    private void forget(String id) {
        Known gone = byId.remove(id);
        if (gone != null) {
            index.remove(gone.place());
            bytes -= gone.candidate().bytes() + VectorIndex.BYTES_EACH;
        }
    }

    /** About how much memory it takes. */
    int bytes() {
        return bytes;
    }
}
