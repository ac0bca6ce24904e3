package dev.sluice.analytics.store;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contracts.events.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events in a ClickHouse database. Rows go first, offsets after them: what a crash between the two brings again has the
 * same sorting key, so that FINAL, which every query says, counts it once; a batch that comes again whole is dropped by
 * its deduplication token before that.
 */
public final class ClickHouseStore implements AnalyticsStore, AutoCloseable {

    private static final Pattern BETWEEN = Pattern.compile("(?m)^;$");
    private static final JsonMapper JSON = new JsonMapper();

    private final ClickHouseHttp http;
    private final QueryTexts texts = new QueryTexts("clickhouse");
    private final ClickHouseSums sums;
    private final Readers readers;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong rejects = new AtomicLong();
    private volatile boolean ready;
    private volatile boolean healthy;

    /** A store over the database in the settings; nothing is asked yet. */
    public ClickHouseStore(ClickHouseSettings settings) {
        this.http = new ClickHouseHttp(settings);
        this.sums = new ClickHouseSums(http, texts, this::rows);
        this.readers = new Readers(settings.readers(), settings.queryTimeout());
    }

    @Override
    public String engine() {
        return "clickhouse";
    }

    /** Events whose ids are in the batch twice are duplicates here; those stored before are found by the engine later. */
    @Override
    public Batch.Outcome append(Batch batch) {
        return used(() -> {
            Set<String> ids = new HashSet<>();
            List<Event> fresh =
                    batch.events().stream().filter(event -> ids.add(event.id())).toList();
            if (!fresh.isEmpty()) {
                byte[] lines = ClickHouseRows.events(fresh, batch.at());
                sums.mark(hours(fresh), () -> http.insert("events", lines, ClickHouseRows.token(fresh)));
            }
            if (!batch.rejects().isEmpty()) {
                http.insert("ingest_rejects", ClickHouseRows.rejects(batch.rejects()), "");
            }
            if (!batch.next().isEmpty()) {
                http.insert("ingest_offsets", ClickHouseRows.offsets(batch.next()), "");
            }
            events.addAndGet(fresh.size());
            rejects.addAndGet(batch.rejects().size());
            return new Batch.Outcome(
                    fresh.size(),
                    batch.events().size() - fresh.size(),
                    batch.rejects().size());
        });
    }

    @Override
    public Map<Batch.Source, Long> offsets() {
        return used(() -> {
            Map<Batch.Source, Long> offsets = new HashMap<>();
            for (Row row : rows("SELECT topic, part, next_offset FROM ingest_offsets FINAL", Map.of())) {
                offsets.put(new Batch.Source(row.text("topic"), (int) row.whole("part")), row.whole("next_offset"));
            }
            return offsets;
        });
    }

    @Override
    public <T> T ask(Function<Snapshot, T> question) {
        return readers.read(() ->
                used(() -> question.apply((query, parameters) -> used(() -> answer(query, parameters)))));
    }

    private List<Row> answer(Named query, Map<String, Object> parameters) throws IOException {
        Map<String, Object> all = new HashMap<>(parameters);
        String facts = Sums.RAW;
        if (Sums.answer(query)) {
            Sums.whole(all);
            facts = Sums.facts(all, sums::minutesSince);
        }
        return rows(texts.of(query, facts), all);
    }

    private static Set<Long> hours(List<Event> events) {
        return events.stream()
                .map(event -> Math.floorDiv(EventColumns.micros(event.at()), Sums.HOUR) * Sums.HOUR)
                .collect(Collectors.toSet());
    }

    @Override
    public void export(String tenant, Instant from, Instant to, Path file) {
        used(() -> {
            http.download(
                    texts.fragment("export"),
                    Map.of("tenant", tenant, "from", EventColumns.micros(from), "to", EventColumns.micros(to)),
                    file);
            return true;
        });
    }

    /** Some hours at once; batches are written between them. */
    @Override
    public int rollUp(Instant before) {
        return used(() -> sums.rollUp(before));
    }

    @Override
    public void forget(Keep before) {
        used(() -> {
            http.execute("DELETE FROM events WHERE ts < '%s'".formatted(EventJson.time(before.events())));
            http.execute(
                    "DELETE FROM ingest_rejects WHERE rejected_at < '%s'".formatted(EventJson.time(before.rejects())));
            sums.forget(before);
            count();
            return true;
        });
    }

    @Override
    public long events() {
        return events.get();
    }

    @Override
    public long rejects() {
        return rejects.get();
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    /** None: they are on the engine's disks. */
    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void close() {
        http.close();
    }

    private interface Use<T> {
        T go() throws IOException;
    }

    private <T> T used(Use<T> use) {
        try {
            if (!ready) {
                for (String statement : BETWEEN.split(texts.fragment("schema"), -1)) {
                    if (!statement.isBlank()) {
                        http.execute(statement);
                    }
                }
                count();
                ready = true;
            }
            T result = use.go();
            healthy = true;
            return result;
        } catch (StoreAway e) {
            healthy = false;
            throw e;
        } catch (IOException e) {
            healthy = false;
            throw new StoreAway("ClickHouse failed: " + e.getMessage(), e);
        }
    }

    private void count() throws IOException {
        Row row = rows(
                        "SELECT (SELECT count() FROM events FINAL) AS e, (SELECT count() FROM ingest_rejects FINAL) AS r",
                        Map.of())
                .getFirst();
        events.set(row.whole("e"));
        rejects.set(row.whole("r"));
    }

    private List<Row> rows(String sql, Map<String, Object> parameters) throws IOException {
        List<Row> rows = new ArrayList<>();
        byte[] answer = http.query(sql, parameters);
        try (MappingIterator<Map<String, Object>> each =
                JSON.readerForMapOf(Object.class).readValues(answer)) {
            while (each.hasNext()) {
                rows.add(new Row(new LinkedHashMap<String, @Nullable Object>(each.next())));
            }
        }
        return rows;
    }
}
