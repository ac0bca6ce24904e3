package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
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

    private final DuckDBConnection connection;

    NewEvents(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** The first of each id that is not stored, in the batch's order. */
    Map<UUID, Event> of(List<Event> events) throws SQLException {
        Map<UUID, Event> fresh = LinkedHashMap.newLinkedHashMap(events.size());
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Event event : events) {
            fresh.putIfAbsent(UUID.fromString(event.id()), event);
            first = event.at().isBefore(first) ? event.at() : first;
            last = event.at().isAfter(last) ? event.at() : last;
        }
        removeKnown(fresh, first.minus(SENT_AGAIN), last.plus(SENT_AGAIN));
        return fresh;
    }

    private void removeKnown(Map<UUID, Event> fresh, Instant from, Instant to) throws SQLException {
        List<String> ids = fresh.keySet().stream().map(UUID::toString).toList();
        try (PreparedStatement query = connection.prepareStatement(Schema.KNOWN)) {
            query.setString(1, ids.stream().collect(Collectors.joining(",", "[", "]")));
            query.setLong(2, EventColumns.micros(from));
            query.setLong(3, EventColumns.micros(to));
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
