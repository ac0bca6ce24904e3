package dev.sluice.worker.waiting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** When to look at which task next; a task is on it once at most. Safe for use by many threads. */
final class Agenda {

    private record Entry(Instant at, String id) {}

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::id));
    private final Map<String, Instant> times = new HashMap<>();

    /** Puts a task on it, or at another time. */
    synchronized void put(Instant at, String id) {
        strike(id);
        times.put(id, at);
        entries.add(new Entry(at, id));
    }

    /** Takes a task off it. */
    synchronized void strike(String id) {
        Instant at = times.remove(id);
        if (at != null) {
            entries.remove(new Entry(at, id));
        }
    }

    /** Takes at most so many off whose time has come, in the order of their times. */
    synchronized List<String> due(Instant now, int most) {
        List<String> due = new ArrayList<>();
        while (due.size() < most && !entries.isEmpty() && !entries.first().at().isAfter(now)) {
            String id = entries.first().id();
            strike(id);
            due.add(id);
        }
        return due;
    }

    synchronized int size() {
        return entries.size();
    }
}
