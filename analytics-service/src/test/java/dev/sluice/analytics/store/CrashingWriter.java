package dev.sluice.analytics.store;

import dev.sluice.analytics.Events;
import dev.sluice.contracts.events.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes numbered events from the offset in the store on, until there are enough of them or somebody kills it. */
final class CrashingWriter {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int BATCH = 200;

    private CrashingWriter() {}

    public static void main(String[] args) {
        long total = Long.parseLong(args[1]);
        try (var closing = new Closing(StoreFixture.store(Path.of(args[0])))) {
            DuckStore store = closing.store();
            long next = store.offsets().getOrDefault(StoreFixture.PARTITION, 0L);
            while (next < total) {
                List<Event> events = new ArrayList<>();
                for (long end = Math.min(total, next + BATCH); next < end; next++) {
                    events.add(Events.completion(new UUID(7, next).toString(), "acme", NOON, "MISS", next, 0));
                }
                store.append(StoreFixture.batch(next, events));
                System.out.println(next);
            }
        }
    }

    private record Closing(DuckStore store) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
        }
    }
}
