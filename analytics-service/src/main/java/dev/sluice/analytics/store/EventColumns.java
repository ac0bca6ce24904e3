package dev.sluice.analytics.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contracts.events.Event;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Writes an event as one row, column by column in the order of {@link Schema}. */
final class EventColumns {

    private static final JsonMapper JSON = new JsonMapper();

    private final DuckDBAppender row;

    EventColumns(DuckDBAppender row) {
        this.row = row;
    }

    void write(Event event, UUID id, Instant ingestedAt) throws SQLException {
        row.beginRow();
        row.append(id);
        row.appendEpochMicros(micros(event.at()));
        row.appendEpochMicros(micros(ingestedAt));
        text(event.tenant());
        text(event.project());
        text(word(event.source()));
        text(word(event.kind()));
        text(event.origin().requestId());
        text(event.origin().keyId());
        text(event.origin().sessionId());
        text(event.origin().traceId());
        call(event.call());
        usage(event.usage());
        row.append(event.money().costNano());
        row.append(event.money().savedNano());
        text(event.money().priceVersion());
        cache(event.cache());
        task(event.task());
        optimize(event.optimize());
        text(json(event.props()));
        text(event.origin().userId());
        text(name(event));
        whole(Counterfactual.list(event));
        whole(Counterfactual.asked(event));
        Event.Usage usage = event.usage();
        whole(usage == null ? null : Long.valueOf(usage.audioInputTokens()));
        whole(usage == null ? null : Long.valueOf(usage.audioOutputTokens()));
        row.endRow();
    }

    private void call(Event.@Nullable Call call) throws SQLException {
        if (call == null) {
            nulls(11);
            return;
        }
        text(call.route());
        text(call.provider());
        text(call.model());
        text(call.modelUsed());
        row.append(call.stream());
        row.append(call.status());
        text(call.error());
        row.append(call.attempts());
        row.append(call.durationMicros());
        if (call.firstTokenMicros() == null) {
            row.appendNull();
        } else {
            row.append(call.firstTokenMicros().longValue());
        }
        row.append(call.overheadMicros());
    }

    private void usage(Event.@Nullable Usage usage) throws SQLException {
        if (usage == null) {
            nulls(5);
            return;
        }
        row.append(usage.inputTokens());
        row.append(usage.outputTokens());
        row.append(usage.cachedInputTokens());
        row.append(usage.reasoningTokens());
        row.append(usage.estimated());
    }

    private void cache(Event.@Nullable CacheNote cache) throws SQLException {
        if (cache == null) {
            nulls(4);
            return;
        }
        text(cache.outcome());
        text(cache.layer());
        if (cache.similarity() == null) {
            row.appendNull();
        } else {
            row.append(cache.similarity().doubleValue());
        }
        row.append(cache.savedTokens());
    }

    private void task(Event.@Nullable TaskNote task) throws SQLException {
        if (task == null) {
            nulls(8);
            return;
        }
        text(task.id());
        text(task.type());
        text(task.lane());
        text(task.state());
        row.append(task.attempt());
        row.append(task.queuedMillis());
        row.append(task.runMillis());
        text(task.madeBy());
    }

    private void optimize(Event.@Nullable OptimizeNote optimize) throws SQLException {
        if (optimize == null) {
            nulls(3);
            return;
        }
        row.append(optimize.tokensBefore());
        row.append(optimize.tokensAfter());
        text(String.join(",", optimize.techniques()));
    }

    private void text(@Nullable String value) throws SQLException {
        if (value == null) {
            row.appendNull();
        } else {
            row.append(value);
        }
    }

    private void nulls(int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            row.appendNull();
        }
    }

    static long micros(Instant at) {
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), 1_000_000L), TimeUnit.NANOSECONDS.toMicros(at.getNano()));
    }

    /** What funnels and journeys call it. */
    static String name(Event event) {
        return event.name() == null ? word(event.kind()) : event.name();
    }

    private void whole(@Nullable Long value) throws SQLException {
        if (value == null) {
            row.appendNull();
        } else {
            row.append(value.longValue());
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String json(Map<String, String> props) {
        if (props.isEmpty()) {
            return null;
        }
        try {
            return JSON.writeValueAsString(props);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always JSON", e);
        }
    }
}
