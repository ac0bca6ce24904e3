package dev.sluice.cache.store;

import dev.sluice.cache.index.VectorIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The local copy of one scope's questions. Changed by one thread at a time, searched by any. */
final class RedisScope {

    private static final String UNFINISHED = "";

    private record Known(Candidate candidate, int place) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Known> byId = new HashMap<>();
    private VectorIndex<Candidate> index = new VectorIndex<>();
    private String version = UNFINISHED;
    private Instant soonest = Instant.MAX;
    private int bytes = 200;

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    VectorIndex<Candidate> index() {
        return index;
    }

    /** Whether it is of this version, and nothing in it has expired since. */
    boolean is(String wanted, Instant now) {
        return version.equals(wanted) && now.isBefore(soonest);
    }

    /** From now on it is of no version, until {@link #end}. */
    void begin() {
        version = UNFINISHED;
    }

    void end(String reached) {
        version = reached;
        soonest = byId.values().stream()
                .map(known -> known.candidate().expiresAt())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Forgets what is not among these ids, and what has expired; which of them are not known. */
    List<String> missing(Set<String> ids, Instant now) {
        for (Known known : List.copyOf(byId.values())) {
            String id = known.candidate().id();
            if (!ids.contains(id) || !known.candidate().isAlive(now)) {
                forget(id);
            }
        }
        List<String> missing = new ArrayList<>(ids);
        missing.removeIf(byId::containsKey);
        return missing;
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
