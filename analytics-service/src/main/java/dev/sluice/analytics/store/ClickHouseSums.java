package dev.sluice.analytics.store;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Sums of whole hours in ClickHouse, as {@link DuckRollups} has them. There are no transactions: an hour is marked before its
 * events are written, summed up anew from all of its events, and unmarked last, while nothing is written. A crash in between
 * leaves a mark too many. Rows that are summed up again replace those of before by their version, which only grows.
 */
final class ClickHouseSums {

    private static final Pattern BETWEEN = Pattern.compile("(?m)^;$");
    private static final List<String> TABLES = List.of("rollup_1h", "rollup_latency", "user_days");
    private static final List<String> TIMES = List.of("bucket", "bucket", "day");

    /** Runs a query. */
    @FunctionalInterface
    interface Rows {
        List<Row> of(String sql, Map<String, Object> parameters) throws IOException;
    }

    private final ClickHouseHttp http;
    private final QueryTexts texts;
    private final Rows rows;
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<Long> marked = new HashSet<>();
    private long version;

    ClickHouseSums(ClickHouseHttp http, QueryTexts texts, Rows rows) {
        this.http = http;
        this.texts = texts;
        this.rows = rows;
    }

    /** What is written together with its marks. */
    @FunctionalInterface
    interface Write {
        void go() throws IOException;
    }

    /**
     * Marks hours and writes their events.
     *
     * @param hours their beginnings, microseconds since 1970
     */
    void mark(Set<Long> hours, Write write) throws IOException {
        writing.lock();
        try {
            for (long hour : hours) {
                if (!marked.contains(hour)) {
                    note(new Span(hour, hour + Sums.HOUR), 1);
                    marked.add(hour);
                }
            }
            write.go();
        } finally {
            writing.unlock();
        }
    }

    /** Sums up the marked hours that ended before a time, neighbours together; how many. */
    int rollUp(Instant before) throws IOException {
        SortedMap<Long, Long> due = new TreeMap<>();
        for (Row row : rows.of(texts.fragment("rollup_due"), Map.of("last", EventColumns.micros(before) - Sums.HOUR))) {
            due.put(row.whole("at_us"), 0L);
        }
        if (due.size() > 1) {
            Map<String, Object> period = Map.of("from", due.firstKey(), "to", due.lastKey() + Sums.HOUR);
            for (Row row : rows.of(texts.fragment("rollup_events"), period)) {
                due.replace(row.whole("at_us"), row.whole("n"));
            }
        }
        for (Span hours : Span.of(due)) {
            sum(hours);
        }
        return due.size();
    }

    private void sum(Span hours) throws IOException {
        writing.lock();
        try {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("from", hours.from());
            parameters.put("to", hours.to());
            parameters.put("version", next());
            for (String statement : BETWEEN.split(texts.fragment("rollup"), -1)) {
                http.query(statement, parameters);
            }
            note(hours, 0);
            marked.removeIf(hour -> hour >= hours.from() && hour < hours.to());
        } finally {
            writing.unlock();
        }
    }

    private void note(Span hours, int dirty) throws IOException {
        http.query(
                texts.fragment("rollup_note"),
                Map.of("from", hours.from(), "hours", (long) hours.hours(), "dirty", (long) dirty, "version", next()));
    }

    /** Greater than all before it, also than those of a process before this one. */
    private long next() throws IOException {
        if (version == 0) {
            version = rows.of("SELECT toInt64(max(version)) AS version FROM rollup_marks", Map.of())
                    .getFirst()
                    .whole("version");
        }
        version = Math.max(version + 1, EventColumns.micros(Instant.now()));
        return version;
    }

    /** From when on there are minutes. */
    long minutesSince() throws IOException {
        return rows.of(
                        "SELECT toUnixTimestamp64Micro(max(since)) AS since FROM kept_since WHERE what = 'minutes'",
                        Map.of())
                .getFirst()
                .whole("since");
    }

    /** Forgets what is older than its limit. */
    void forget(AnalyticsStore.Keep before) throws IOException {
        http.execute(
                "INSERT INTO kept_since SELECT 'events', toDateTime64('%s', 6, 'UTC') UNION ALL SELECT 'minutes', toDateTime64('%s', 6, 'UTC')"
                        .formatted(EventJson.time(before.events()), EventJson.time(before.minutes())));
        http.execute("DELETE FROM rollup_marks WHERE hour < '%s'".formatted(EventJson.time(before.events())));
        http.execute("DELETE FROM rollup_1m WHERE bucket < '%s'".formatted(EventJson.time(before.minutes())));
        for (int i = 0; i < TABLES.size(); i++) {
            http.execute("DELETE FROM %s WHERE %s < '%s'"
                    .formatted(TABLES.get(i), TIMES.get(i), EventJson.time(before.hours())));
        }
    }
}
