package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told of which tasks' states. Safe for use by many threads. */
final class Watchers {

    private final ConcurrentHashMap<String, List<Consumer<TaskRecord>>> ofKey = new ConcurrentHashMap<>();
    private final List<Consumer<TaskRecord>> ofAll = new CopyOnWriteArrayList<>();

    static String task(String id) {
        return "task:" + id;
    }

    static String tenant(String name) {
        return "tenant:" + name;
    }

    void all(Consumer<TaskRecord> watcher) {
        ofAll.add(watcher);
    }

    AutoCloseable add(String key, Consumer<TaskRecord> watcher) {
        ofKey.compute(key, (k, list) -> {
            List<Consumer<TaskRecord>> known = list == null ? new CopyOnWriteArrayList<>() : list;
            known.add(watcher);
            return known;
        });
        return () -> ofKey.computeIfPresent(key, (k, list) -> {
            list.remove(watcher);
            return list.isEmpty() ? null : list;
        });
    }

    void tell(TaskRecord task) {
        ofAll.forEach(watcher -> watcher.accept(task));
        ofKey.getOrDefault(task(task.id()), List.of()).forEach(watcher -> watcher.accept(task));
        ofKey.getOrDefault(tenant(task.tenant()), List.of()).forEach(watcher -> watcher.accept(task));
    }
}
