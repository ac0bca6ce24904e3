package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
        /** It is the task's state, which was known already. */
        KNOWN,
        /** It is a second submission of the same task and changes nothing. */
        SECOND,
        /** It is no legal next step and changes nothing. */
        ILLEGAL
    }

    private final ConcurrentHashMap<String, Entry> all = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Entry> open = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Set<String> shadowed = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final Watchers watchers = new Watchers();
    private final ConcurrentHashMap<String, Integer> runningOfTenant = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> runningOfType = new ConcurrentHashMap<>();

    /** Takes a record in. */
    Fate apply(TaskRecord full, int partition, long offset) {
        Fate[] fate = {Fate.COUNTED};
        TaskRecord slim = Draft.holding(full, null, null);
        all.compute(full.id(), (id, known) -> {
            fate[0] = fate(known, slim, offset);
            var entry = new Entry(slim, partition, offset);
            switch (fate[0]) {
                case COUNTED -> index(known, entry);
                case KNOWN -> {
                    if (known != null && offset <= known.offset()) {
                        return known;
                    }
                }
                case SECOND, ILLEGAL -> {
                    shadowed.add(id);
                    return known;
                }
            }
            shadowed.remove(id);
            return entry;
        });
        if (fate[0] == Fate.COUNTED) {
            watchers.tell(full);
        }
        return fate[0];
    }

    private static Fate fate(@Nullable Entry known, TaskRecord next, long offset) {
        if (known == null) {
            return Fate.COUNTED;
        }
        TaskRecord now = known.record();
        if (offset <= known.offset() || now.equals(next)) {
            return Fate.KNOWN;
        }
        if (next.version() == 1 && next.idempotency() != null) {
            return Fate.SECOND;
        }
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
        count(before == null ? null : before.record(), -1);
        count(record, 1);
        shelf(record.tenant()).moved(before == null ? null : before.record(), record);
        if (record.state().isTerminal()) {
            open.remove(record.id());
        } else {
            open.put(record.id(), entry);
        }
        if (record.state() == TaskState.DEAD) {
            dead.add(record.id());
        } else {
            dead.remove(record.id());
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

    private Shelf shelf(String tenant) {
        return shelves.computeIfAbsent(tenant, t -> new Shelf());
    }

    /** Takes a tombstone in: the task is no longer kept. */
    void forget(String id, long offset) {
        all.computeIfPresent(id, (key, known) -> {
            if (offset <= known.offset()) {
                return known;
            }
            count(known.record(), -1);
            open.remove(id);
            dead.remove(id);
            shadowed.remove(id);
            shelf(known.record().tenant()).moved(known.record(), null);
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

    /** A tenant's tasks, newest first. */
    public List<TaskRecord> list(String tenant, Predicate<TaskRecord> wanted, int limit) {
        return behind(tenant, null).filter(wanted).limit(limit).toList();
    }

    /** A tenant's tasks behind a place in its list, newest first; all of them when it is null. */
    public Stream<TaskRecord> behind(String tenant, @Nullable Place place) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null
                ? Stream.empty()
                : shelf.after(place).map(all::get).filter(Objects::nonNull).map(Entry::record);
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
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.open();
    }

    /** How many of a tenant's tasks wait for something in a lane. */
    public int queuedCount(String tenant, Lane lane) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.queued(lane);
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

    /** The ids of the dead tasks of all tenants. */
    public Set<String> dead() {
        return Set.copyOf(dead);
    }

    /**
     * Tasks whose last record on the topic is not the one that counts, so that compaction would keep the wrong one until
     * the right one is written again.
     */
    public Set<String> shadowed() {
        return new HashSet<>(shadowed);
    }

    /** Tells of each later state of a task, result included, on the thread that learns of it, until closed. */
    public AutoCloseable watch(String id, Consumer<TaskRecord> watcher) {
        return watchers.add(Watchers.task(id), watcher);
    }

    /** As {@link #watch}, of all of a tenant's tasks. */
    public AutoCloseable watchTenant(String tenant, Consumer<TaskRecord> watcher) {
        return watchers.add(Watchers.tenant(tenant), watcher);
    }

    /** Tells of every state of every task from now on, those that are read after a start too; must be quick. */
    public void watchAll(Consumer<TaskRecord> watcher) {
        watchers.all(watcher);
    }
}
