package dev.sluice.worker.ledger;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of the records used last, bounded in bytes; what was used longest ago goes first. */
final class RecentBodies {

    private final long bound;
    private final LinkedHashMap<String, byte[]> bodies = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    RecentBodies(long bound) {
        this.bound = bound;
    }

    synchronized void put(String id, byte[] body) {
        forget(id);
        if (body.length > bound) {
            return;
        }
        bodies.put(id, body);
        size += body.length;
        Iterator<Map.Entry<String, byte[]>> oldest = bodies.entrySet().iterator();
        while (size > bound && oldest.hasNext()) {
            size -= oldest.next().getValue().length;
            oldest.remove();
        }
    }

    synchronized byte @Nullable [] get(String id) {
        return bodies.get(id);
    }

    synchronized void forget(String id) {
        byte[] gone = bodies.remove(id);
        if (gone != null) {
            size -= gone.length;
        }
    }

    synchronized long size() {
        return size;
    }
}
