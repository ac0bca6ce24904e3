package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every task as the state topic tells it, without inputs, results and steps. A record counts when its version is
 * higher than the one known and that one was not final, or dead and this its replay; whatever else comes is ignored, by
 * every worker in the same way. Safe for use by many threads.
 */
public final class TaskTable {

    /**
     * A record and where it stands.
     *
     * @param record the task, without input and result
     * @param partition of the state topic
     * @param offset in that partition
     */
    public record Entry(TaskRecord record, int partition, long offset) {}

    /** What became of a record that came. */
    enum Fate {
        /** It is the task's state now. */
        COUNTED,
        /** It was known already. */
        KNOWN,
        /** It is no legal next step and changes nothing. */
        ILLEGAL
    }

    private final ConcurrentHashMap<String, Entry> all = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Entry> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, Boolean>> ofTenant =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, AtomicInteger> openOfTenant = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> runningOfTenant = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> runningOfType = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> byIdempotencyKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CopyOnWriteArrayList<Consumer<TaskRecord>>> watchers =
            new ConcurrentHashMap<>();

    /** Takes a record in. */
    Fate apply(TaskRecord full, int partition, long offset) {
        Fate[] fate = {Fate.COUNTED};
        TaskRecord slim = full.holding(null, null);
        all.compute(full.id(), (id, known) -> {
            fate[0] = fate(known, slim, offset);
            if (fate[0] != Fate.COUNTED) {
                return known;
            }
            var entry = new Entry(slim, partition, offset);
            index(known, entry);
            return entry;
        });
        if (fate[0] == Fate.COUNTED) {
            watchers.getOrDefault(full.id(), new CopyOnWriteArrayList<>()).forEach(watcher -> watcher.accept(full));
        }
        return fate[0];
    }

    private static Fate fate(@Nullable Entry known, TaskRecord next, long offset) {
        if (known == null) {
            return Fate.COUNTED;
        }
        if (offset <= known.offset()) {
            return Fate.KNOWN;
        }
        TaskRecord now = known.record();
        boolean follows = next.version() > now.version() && (!now.state().isTerminal() || isReplay(now, next));
        return follows ? Fate.COUNTED : Fate.ILLEGAL;
    }

    /** The one way out of a final state. */
    private static boolean isReplay(TaskRecord now, TaskRecord next) {
        return now.state() == TaskState.DEAD && next.state() == TaskState.ACCEPTED && lives(next) == lives(now) + 1;
    }

    private static int lives(TaskRecord task) {
        return task.deaths() == null ? 0 : task.deaths().size();
    }

    private void index(@Nullable Entry before, Entry entry) {
        TaskRecord record = entry.record();
        if (before == null) {
            ofTenant.computeIfAbsent(record.tenant(), t -> new ConcurrentSkipListMap<>(Comparator.reverseOrder()))
                    .put(record.id(), true);
            TaskRecord.Idempotency idempotency = record.idempotency();
            if (idempotency != null) {
                byIdempotencyKey.put(idempotency.key(), record.id());
            }
        }
        count(before == null ? null : before.record(), -1);
        count(record, 1);
        boolean wasOpen = before != null && !before.record().state().isTerminal();
        boolean isOpen = !record.state().isTerminal();
        if (isOpen) {
            open.put(record.id(), entry);
        } else {
            open.remove(record.id());
        }
        if (isOpen != wasOpen) {
            openOfTenant
                    .computeIfAbsent(record.tenant(), t -> new AtomicInteger())
                    .addAndGet(isOpen ? 1 : -1);
        }
    }

    private void count(@Nullable TaskRecord record, int by) {
        if (record != null && record.state() == TaskState.RUNNING) {
            runningOfTenant.merge(record.tenant(), by, TaskTable::sumOrNothing);
            runningOfType.merge(record.type(), by, TaskTable::sumOrNothing);
        }
    }

    private static @Nullable Integer sumOrNothing(Integer count, Integer by) {
        return count + by == 0 ? null : Integer.valueOf(count + by);
    }

    /** Takes a tombstone in: the task is no longer kept. */
    void forget(String id, long offset) {
        all.computeIfPresent(id, (key, known) -> {
            if (offset <= known.offset()) {
                return known;
            }
            TaskRecord record = known.record();
            count(record, -1);
            open.remove(id);
            Map<String, Boolean> ids = ofTenant.get(record.tenant());
            if (ids != null) {
                ids.remove(id);
            }
            TaskRecord.Idempotency idempotency = record.idempotency();
            if (idempotency != null) {
                byIdempotencyKey.remove(idempotency.key(), id);
            }
            if (!record.state().isTerminal()) {
                openOfTenant.getOrDefault(record.tenant(), new AtomicInteger()).decrementAndGet();
            }
            return null;
        });
    }

    /** The task with this id, whoever owns it, without input and result. */
    public Optional<TaskRecord> find(String id) {
        return Optional.ofNullable(all.get(id)).map(Entry::record);
    }

    /** Where the task's current record stands. */
    Optional<Entry> entry(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** The task that was submitted under this hashed idempotency key. */
    public Optional<TaskRecord> findByIdempotencyKey(String key) {
        return Optional.ofNullable(byIdempotencyKey.get(key)).flatMap(this::find);
    }

    /** A tenant's tasks, newest first. */
    public List<TaskRecord> list(String tenant, Predicate<TaskRecord> wanted, int limit) {
        return ids(tenant)
                .map(all::get)
                .filter(java.util.Objects::nonNull)
                .map(Entry::record)
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    private Stream<String> ids(String tenant) {
        Map<String, Boolean> ids = ofTenant.get(tenant);
        return ids == null ? Stream.empty() : ids.keySet().stream();
    }

    /** All unfinished tasks. */
    public Collection<TaskRecord> open() {
        return open.values().stream().map(Entry::record).toList();
    }

    /** How many tasks are unfinished. */
    public int openCount() {
        return open.size();
    }

    /** How many of a tenant's tasks are unfinished. */
    public int openCount(String tenant) {
        AtomicInteger count = openOfTenant.get(tenant);
        return count == null ? 0 : count.get();
    }

    /** How many of a tenant's tasks run, at all workers. */
    public int runningOfTenant(String tenant) {
        return runningOfTenant.getOrDefault(tenant, 0);
    }

    /** How many tasks of a type run, at all workers. */
    public int runningOfType(String type) {
        return runningOfType.getOrDefault(type, 0);
    }

    /** How many tasks are known, finished ones included. */
    public int size() {
        return all.size();
    }

    /** Finished tasks, in no order. */
    public Stream<TaskRecord> finished() {
        return all.values().stream()
                .map(Entry::record)
                .filter(record -> record.state().isTerminal());
    }

    /** Tells of each later state of a task, result included, on the thread that learns of it, until closed. */
    public AutoCloseable watch(String id, Consumer<TaskRecord> watcher) {
        watchers.compute(id, (key, list) -> {
            CopyOnWriteArrayList<Consumer<TaskRecord>> known = list == null ? new CopyOnWriteArrayList<>() : list;
            known.add(watcher);
            return known;
        });
        return () -> watchers.computeIfPresent(id, (key, list) -> {
            list.remove(watcher);
            return list.isEmpty() ? null : list;
        });
    }
}
