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

/** Named queries over one read transaction, answered from {@link Sums} where they can be. */
final class DuckSnapshot implements AnalyticsStore.Snapshot {

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
            String facts = Sums.RAW;
            if (Sums.answer(query)) {
                Sums.whole(all);
                marked(all);
                facts = Sums.facts(all, this::minutesFrom);
            }
            return run(NamedSql.parse(texts.of(query, facts)), all);
        } catch (SQLException e) {
            throw new StoreAway("query %s failed: %s".formatted(query.file(), e.getMessage()), e);
        }
    }

    /** Between which times hours have newer events than their sums. */
    private void marked(Map<String, Object> all) throws SQLException {
        all.put("dirty_from", 0L);
        all.put("dirty_to", 0L);
        try (PreparedStatement dirty = connection.prepareStatement(Schema.DIRTY_BETWEEN)) {
            dirty.setLong(1, Sums.number(all, "whole_from"));
            dirty.setLong(2, Sums.number(all, "whole_to"));
            try (ResultSet row = dirty.executeQuery()) {
                if (row.next() && row.getObject(1) != null) {
                    all.put("dirty_from", row.getLong(1));
                    all.put("dirty_to", row.getLong(2) + Sums.HOUR);
                }
            }
        }
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
}
