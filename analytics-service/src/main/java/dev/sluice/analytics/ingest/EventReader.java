package dev.sluice.analytics.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.contracts.events.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges the bytes of a record: an {@link Event} whose facts can be stored and summed, or a reason why not. */
final class EventReader {

    /** Money of one event: up to a million dollars, so that sums stay far from the end of 64 bits. */
    static final long MOST_NANO = 1_000_000_000_000_000L;

    /** Tokens, microseconds and the like of one event. */
    static final long MOST_COUNT = 1_000_000_000_000L;

    static final int MOST_PROPS = 8 * 1024;

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");
    private static final int UUID_LENGTH = 36;
    private static final Set<String> FIELDS = Set.of(
            "schema",
            "id",
            "at",
            "tenant",
            "project",
            "source",
            "kind",
            "origin",
            "call",
            "usage",
            "money",
            "cache",
            "task",
            "optimize",
            "props",
            "name");

    private final ObjectReader json;
    private final long maxBytes;

    EventReader(ObjectMapper json, long maxBytes) {
        this.json = json.readerFor(Event.class);
        this.maxBytes = maxBytes;
    }

    Reading read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new Reading.Bad("empty");
        }
        if (value.length > maxBytes) {
            return new Reading.Bad("too_large");
        }
        try {
            Event event = json.readValue(value);
            if (event == null) {
                return new Reading.Bad("empty");
            }
            String fault = fault(event);
            return fault == null ? new Reading.Good(event) : new Reading.Bad(fault);
        } catch (JsonMappingException e) {
            return new Reading.Bad(mapping(e));
        } catch (JacksonException e) {
            return new Reading.Bad("not_json");
        } catch (IOException e) {
            return new Reading.Bad("not_readable");
        }
    }

    /** What the sender left out arrives as null, whatever the types say. */
    private static @Nullable String fault(Event event) {
        if (event.schema() != Event.SCHEMA) {
            return "unknown_schema";
        }
        String missing = missing(event);
        if (missing != null) {
            return "missing_" + missing;
        }
        if (!isUuid(event.id())) {
            return "id_is_no_uuid";
        }
        if (event.at().isBefore(FIRST) || !event.at().isBefore(LAST)) {
            return "time_out_of_range";
        }
        if (!isMoney(event.money())) {
            return "money_out_of_range";
        }
        if (!countsAreSane(event)) {
            return "count_out_of_range";
        }
        if (event.name() != null && !NAME.matcher(event.name()).matches()) {
            return "wrong_name";
        }
        String user = event.origin().userId();
        if (user != null && !PSEUDONYM.matcher(user).matches()) {
            return "user_is_no_pseudonym";
        }
        return propsLength(event) > MOST_PROPS ? "props_too_large" : null;
    }

    private static @Nullable String missing(Event event) {
        if (isAbsent(event.id())) {
            return "id";
        }
        if (isAbsent(event.at())) {
            return "at";
        }
        if (isAbsent(event.tenant()) || event.tenant().isBlank()) {
            return "tenant";
        }
        if (isAbsent(event.source())) {
            return "source";
        }
        if (isAbsent(event.kind())) {
            return "kind";
        }
        if (isAbsent(event.origin())) {
            return "origin";
        }
        return isAbsent(event.money()) || isAbsent(event.money().priceVersion()) ? "money" : null;
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null;
    }

    /** Eight, four, four, four and twelve hexadecimal digits. */
    private static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? id.charAt(i) != '-' : !HexFormat.isHexDigit(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A saving may be negative: an optimiser can cost more than it brings. */
    private static boolean isMoney(Event.Money money) {
        return money.costNano() >= 0
                && money.costNano() <= MOST_NANO
                && money.savedNano() >= -MOST_NANO
                && money.savedNano() <= MOST_NANO;
    }

    private static boolean countsAreSane(Event event) {
        return sane(event.usage())
                && sane(event.call())
                && sane(event.cache())
                && sane(event.task())
                && sane(event.optimize());
    }

    private static boolean sane(Event.@Nullable Usage usage) {
        return usage == null
                || isCount(
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.cachedInputTokens(),
                        usage.reasoningTokens(),
                        usage.audioInputTokens(),
                        usage.audioOutputTokens());
    }

    private static boolean sane(Event.@Nullable Call call) {
        return call == null
                || isSpan(
                        call.durationMicros(),
                        call.overheadMicros(),
                        call.firstTokenMicros() == null ? 0 : call.firstTokenMicros());
    }

    private static boolean sane(Event.@Nullable CacheNote cache) {
        return cache == null || isCount(cache.savedTokens());
    }

    private static boolean sane(Event.@Nullable TaskNote task) {
        return task == null || isSpan(task.queuedMillis(), task.runMillis());
    }

    private static boolean sane(Event.@Nullable OptimizeNote optimize) {
        return optimize == null || isCount(optimize.tokensBefore(), optimize.tokensAfter());
    }

    private static boolean isCount(long... values) {
        return Arrays.stream(values).allMatch(value -> value >= 0 && value <= MOST_COUNT);
    }

    /** Spans of time may be negative: the clocks of two machines differ. */
    private static boolean isSpan(long... values) {
        return Arrays.stream(values).allMatch(value -> value >= -MOST_COUNT && value <= MOST_COUNT);
    }

    private static int propsLength(Event event) {
        return event.props().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }

    /** Names the field at the top, which is one of ours; deeper names may be the sender's content. */
    private static String mapping(JsonMappingException wrong) {
        if (wrong.getPath().isEmpty()) {
            return "not_an_event";
        }
        String field = wrong.getPath().getFirst().getFieldName();
        return field != null && FIELDS.contains(field) ? "wrong_" + field : "not_an_event";
    }
}
