package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Tells the events of a batch that are not in the file yet. An index over all ids would be a good deal larger than the
 * memory DuckDB is given, and takes most of a transaction's time; what is looked through instead is the ids of the blocks
 * whose range of times and of ids the batch touches. What is delivered twice has the same time; what a client sends again
 * without one is told by its id within {@link #SENT_AGAIN}.
 */
final class NewEvents {

    /** How much later, or earlier, an event with a known id may say it was. */
    static final Duration SENT_AGAIN = Duration.ofDays(1);

    private static final Duration APART = SENT_AGAIN.multipliedBy(2);

    private final DuckDBConnection connection;

    NewEvents(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** The first of each id that is not stored, in the batch's order. */
    Map<UUID, Event> of(List<Event> events) throws SQLException {
        Map<UUID, Event> fresh = LinkedHashMap.newLinkedHashMap(events.size());
        for (Event event : events) {
            fresh.putIfAbsent(UUID.fromString(event.id()), event);
        }
        List<Map.Entry<UUID, Event>> byTime = fresh.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().at()))
                .toList();
        int begin = 0;
        for (int end = 1; end <= byTime.size(); end++) {
            if (end == byTime.size()
                    || at(byTime, end).isAfter(at(byTime, end - 1).plus(APART))) {
                removeKnown(fresh, byTime.subList(begin, end));
                begin = end;
            }
        }
        return fresh;
    }

    private static Instant at(List<Map.Entry<UUID, Event>> events, int index) {
        return events.get(index).getValue().at();
    }

    /** Looks for ids around the times of some events; those that came late are looked for on their own. */
    private void removeKnown(Map<UUID, Event> fresh, List<Map.Entry<UUID, Event>> byTime) throws SQLException {
        List<String> ids =
                byTime.stream().map(entry -> entry.getKey().toString()).toList();
        try (PreparedStatement query = connection.prepareStatement(Schema.KNOWN)) {
            query.setString(1, ids.stream().collect(Collectors.joining(",", "[", "]")));
            query.setLong(2, EventColumns.micros(at(byTime, 0).minus(SENT_AGAIN)));
            query.setLong(3, EventColumns.micros(at(byTime, byTime.size() - 1).plus(SENT_AGAIN)));
            query.setString(4, Collections.min(ids));
            query.setString(5, Collections.max(ids));
            try (ResultSet known = query.executeQuery()) {
                while (known.next()) {
                    fresh.remove(UUID.fromString(known.getString(1)));
                }
            }
        }
    }
}
