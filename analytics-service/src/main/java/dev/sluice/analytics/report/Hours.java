package dev.sluice.analytics.report;

import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** A tenant's calls hour by hour. Hours without a call are zero. */
final class Hours {

    static final long HOUR = 3_600_000_000L;

    private final Map<Long, Row> rows = new HashMap<>();

    private Hours() {}

    /** The whole period of the question. */
    static Hours of(Question question) {
        var hours = new Hours();
        question.rows(Named.HOURLY, Map.of("width", HOUR)).forEach(row -> hours.rows.put(row.whole("at_us"), row));
        return hours;
    }

    /** The hour a time is in, microseconds. */
    static long at(Instant time) {
        return Math.floorDiv(Period.micros(time), HOUR) * HOUR;
    }

    /** A value of an hour. */
    long value(long hour, ToLongFunction<Row> value) {
        Row row = rows.get(hour);
        return row == null ? 0 : value.applyAsLong(row);
    }

    /** Values of hours in order. */
    double[] values(long first, int count, ToLongFunction<Row> value) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(first + i * HOUR, value);
        }
        return values;
    }

    /** The first hour with a call, microseconds; the given one when there is none. */
    long first(long none) {
        return rows.keySet().stream().mapToLong(Long::longValue).min().orElse(none);
    }
}
