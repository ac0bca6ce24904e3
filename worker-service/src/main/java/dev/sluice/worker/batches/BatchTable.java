package dev.sluice.worker.batches;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Every batch as its topic tells it. Written by one thread, read by many. */
final class BatchTable {

    private record Entry(Batch batch, long offset) {}

    private final ConcurrentHashMap<String, Entry> all = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Batch> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, Batch>> tenants = new ConcurrentHashMap<>();

    /** Takes a record in; false when it does not count. */
    boolean apply(Batch next, long offset) {
        String key = next.order().key();
        Entry known = all.get(key);
        if (known != null && !follows(known, next, offset)) {
            return false;
        }
        all.put(key, new Entry(next, offset));
        tenants.computeIfAbsent(next.order().tenant(), t -> new ConcurrentSkipListMap<>())
                .put(next.id(), next);
        if (next.status().isTerminal()) {
            open.remove(key);
        } else {
            open.put(key, next);
        }
        return true;
    }

    /** The first record that is known of a batch may have any version: compaction has removed the others. */
    private static boolean follows(Entry known, Batch next, long offset) {
        return offset > known.offset()
                && next.version() == known.batch().version() + 1
                && !known.batch().status().isTerminal();
    }

    /** Takes a tombstone in. */
    void forget(String key, long offset) {
        Entry known = all.get(key);
        if (known == null || offset <= known.offset()) {
            return;
        }
        all.remove(key);
        open.remove(key);
        of(known.batch().order().tenant()).remove(known.batch().id());
    }

    /** Whether the record at this offset is the batch's state. */
    boolean stands(String key, long offset) {
        Entry known = all.get(key);
        return known != null && known.offset() == offset;
    }

    Optional<Batch> find(String tenant, String id) {
        return find(tenant + "/" + id);
    }

    Optional<Batch> find(String key) {
        return Optional.ofNullable(all.get(key)).map(Entry::batch);
    }

    /** Whether a batch with this key is known and over. */
    boolean isOver(String key) {
        Entry known = all.get(key);
        return known != null && known.batch().status().isTerminal();
    }

    /** Whether a batch with this key is known and not over. */
    boolean isOpen(String key) {
        return open.containsKey(key);
    }

    /** A tenant's batches by id, oldest first. */
    NavigableMap<String, Batch> of(String tenant) {
        return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
    }

    /** All that are not over, oldest first. */
    List<Batch> open() {
        Collection<Batch> now = open.values();
        return now.stream().sorted(Comparator.comparing(Batch::id)).toList();
    }

    int openCount() {
        return open.size();
    }

    long openCount(String tenant) {
        return open.values().stream()
                .filter(batch -> batch.order().tenant().equals(tenant))
                .count();
    }

    /** Those over for longer than is kept, and the oldest of those over beyond the bound. */
    List<Batch> worn(Instant before, int keepAtMost) {
        List<Batch> over = all.values().stream()
                .map(Entry::batch)
                .filter(batch -> batch.status().isTerminal())
                .sorted(Comparator.comparing(Batch::id))
                .toList();
        int beyond = Math.max(0, over.size() - keepAtMost);
        return Stream.concat(
                        over.stream().limit(beyond),
                        over.stream()
                                .skip(beyond)
                                .filter(batch -> endedAt(batch).isBefore(before)))
                .toList();
    }

    private static Instant endedAt(Batch batch) {
        return batch.times()
                .getOrDefault(batch.status().wireName(), batch.order().expiresAt());
    }
}
