package dev.sluice.analytics.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's questions about a period, over one connection.
 *
 * @param seconds how long one query may take
 */
record Asking(Connection connection, String tenant, Period period, int seconds) {

    /** Makes a value of the row a result set stands on. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The rows of a named query; tenant, from and to are bound first, then the further parameters. */
    <T> List<T> rows(String sql, Row<T> row, long... further) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setQueryTimeout(seconds);
            query.setString(1, tenant);
            query.setLong(2, Period.micros(period.from()));
            query.setLong(3, Period.micros(period.to()));
            for (int i = 0; i < further.length; i++) {
                query.setLong(4 + i, further[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(row.of(result));
                }
            }
            return rows;
        }
    }

    /** A number that may be absent. */
    static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** A whole number that may be absent. */
    static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
