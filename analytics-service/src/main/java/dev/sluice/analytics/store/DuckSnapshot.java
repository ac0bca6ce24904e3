package dev.sluice.analytics.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Named queries over one read transaction. Chooses the sums a query is answered from: by the hour where the buckets are
 * whole hours, by the minute where they are whole minutes and the minutes are still there, else the events.
 */
final class DuckSnapshot implements AnalyticsStore.Snapshot {

    static final long MINUTE = 60_000_000L;
    static final long HOUR = 60 * MINUTE;

    private final Connection connection;
    private final QueryTexts texts;
    private final int seconds;

    DuckSnapshot(Connection connection, QueryTexts texts, int seconds) {
        this.connection = connection;
        this.texts = texts;
        this.seconds = seconds;
    }

    @Override
    public List<Row> rows(Named query, Map<String, Object> parameters) {
        try {
            Map<String, Object> all = new HashMap<>(parameters);
            String facts = "facts_raw";
            if (sums(query)) {
                whole(all);
                facts = facts(all);
            }
            return run(NamedSql.parse(texts.of(query, facts)), all);
        } catch (SQLException e) {
            throw new StoreAway("query %s failed: %s".formatted(query.file(), e.getMessage()), e);
        }
    }

    private static boolean sums(Named query) {
        return switch (query) {
            case TOTALS, MODELS, SERIES, HOURLY, BINS -> true;
            default -> false;
        };
    }

    /** The part of the period that consists of whole hours, and between which times hours have newer events. */
    private void whole(Map<String, Object> all) throws SQLException {
        long from = number(all, "from");
        long to = number(all, "to");
        long wholeFrom = Math.min(to, Math.ceilDiv(from, HOUR) * HOUR);
        long wholeTo = Math.max(wholeFrom, Math.floorDiv(to, HOUR) * HOUR);
        all.put("whole_from", wholeFrom);
        all.put("whole_to", wholeTo);
        all.put("dirty_from", 0L);
        all.put("dirty_to", 0L);
        try (PreparedStatement dirty = connection.prepareStatement(Schema.DIRTY_BETWEEN)) {
            dirty.setLong(1, wholeFrom);
            dirty.setLong(2, wholeTo);
            try (ResultSet row = dirty.executeQuery()) {
                if (row.next() && row.getObject(1) != null) {
                    all.put("dirty_from", row.getLong(1));
                    all.put("dirty_to", row.getLong(2) + HOUR);
                }
            }
        }
    }

    private String facts(Map<String, Object> all) throws SQLException {
        if (!(all.get("width") instanceof Long width)) {
            return "facts_raw";
        }
        if (width % HOUR == 0) {
            return "facts_1h";
        }
        return width % MINUTE == 0 && number(all, "from") >= minutesFrom() ? "facts_1m" : "facts_raw";
    }

    private long minutesFrom() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Schema.MINUTES_SINCE)) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<Row> run(NamedSql sql, Map<String, Object> parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql.sql())) {
            query.setQueryTimeout(seconds);
            for (int i = 0; i < sql.names().size(); i++) {
                String name = sql.names().get(i);
                query.setObject(i + 1, Objects.requireNonNull(parameters.get(name), name));
            }
            try (ResultSet result = query.executeQuery()) {
                return rows(result);
            }
        }
    }

    private static List<Row> rows(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<Row> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, @Nullable Object> values = new HashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                values.put(columns.getColumnLabel(i), result.getObject(i));
            }
            rows.add(new Row(values));
        }
        return rows;
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name), name)).longValue();
    }
}
