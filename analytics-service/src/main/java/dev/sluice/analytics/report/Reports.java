package dev.sluice.analytics.report;

import dev.sluice.analytics.store.DuckStore;
import dev.sluice.contracts.analytics.Overview;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Computes the reports of one tenant. */
@Singleton
class Reports {

    private final DuckStore store;

    Reports(DuckStore store) {
        this.store = store;
    }

    /** Totals, models and series see the same events. */
    Overview overview(String tenant, Period period) {
        return read(tenant, period, asking -> {
            var models = asking.rows(
                    Sql.MODELS,
                    row -> new Overview.ByModel(
                            row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            var series = series(asking);
            return asking.rows(
                            Sql.TOTALS,
                            row -> new Overview(
                                    period.from(),
                                    period.to(),
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7),
                                    row.getLong(8),
                                    row.getLong(9),
                                    row.getDouble(10),
                                    row.getDouble(11),
                                    row.getLong(12),
                                    row.getLong(13),
                                    models,
                                    series))
                    .getFirst();
        });
    }

    Costs costs(String tenant, Period period, Dimension by) {
        return read(tenant, period, asking -> {
            var rows = asking.rows(
                    Sql.costs(by),
                    row -> new Costs.Row(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6)));
            return new Costs(period.from(), period.to(), by.wireName(), rows);
        });
    }

    Requests requests(String tenant, Period period, int limit) {
        return read(tenant, period, asking -> {
            var rows = asking.rows(
                    Sql.REQUESTS,
                    row -> new Requests.Row(
                            row.getString(1),
                            Period.instant(row.getLong(2)),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            Asking.integer(row, 7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10),
                            row.getLong(11),
                            Asking.number(row, 12),
                            Asking.number(row, 13),
                            row.getString(14)),
                    limit);
            return new Requests(rows);
        });
    }

    Tasks tasks(String tenant, Period period) {
        return read(tenant, period, asking -> {
            var rows = asking.rows(
                    Sql.TASKS,
                    row -> new Tasks.Row(
                            row.getString(1), row.getString(2), row.getLong(3), row.getDouble(4), row.getDouble(5)));
            return new Tasks(period.from(), period.to(), rows);
        });
    }

    private interface Answer<T> {
        T of(Asking asking) throws SQLException;
    }

    private <T> T read(String tenant, Period period, Answer<T> answer) {
        return store.read(connection -> answer.of(new Asking(connection, tenant, period, store.querySeconds())));
    }

    /** Buckets without events are zero, so that a chart has no gaps. */
    private static List<Overview.Bucket> series(Asking asking) throws SQLException {
        Period period = asking.period();
        Map<Long, Overview.Bucket> busy = asking
                .rows(
                        Sql.SERIES,
                        row -> new Overview.Bucket(
                                Period.instant(row.getLong(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)),
                        period.width(),
                        period.width())
                .stream()
                .collect(Collectors.toMap(bucket -> Period.micros(bucket.at()), Function.identity()));
        List<Overview.Bucket> all = new ArrayList<>();
        for (long i = 0; i < period.buckets(); i++) {
            long at = period.firstBucket() + i * period.width();
            all.add(busy.getOrDefault(at, new Overview.Bucket(Period.instant(at), 0, 0, 0, 0, 0, 0)));
        }
        return all;
    }
}
