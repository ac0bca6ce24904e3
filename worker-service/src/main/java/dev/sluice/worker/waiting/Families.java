package dev.sluice.worker.waiting;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which tasks wait for which. Safe for use by many threads. */
final class Families {

    private final ConcurrentHashMap<String, Set<String>> children = new ConcurrentHashMap<>();

    void add(String child, List<String> parents) {
        parents.forEach(parent -> children.computeIfAbsent(parent, p -> ConcurrentHashMap.newKeySet())
                .add(child));
    }

    /** The parent has ended: those that waited for it. */
    Set<String> ended(String parent) {
        Set<String> waiting = children.remove(parent);
        return waiting == null ? Set.of() : waiting;
    }

    /** The child waits no more. */
    void left(String child, List<String> parents) {
        parents.forEach(parent -> children.computeIfPresent(parent, (p, waiting) -> {
            waiting.remove(child);
            return waiting.isEmpty() ? null : waiting;
        }));
    }
}
