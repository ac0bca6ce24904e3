package dev.sluice.analytics.store;

import java.util.Map;
import java.util.Objects;

/**
 * Chooses the sums a query is answered from: by the hour where the buckets are whole hours, by the minute where they are
 * whole minutes and the minutes are still there, else the events. The same for every engine.
 */
final class Sums {

    static final long MINUTE = 60_000_000L;
    static final long HOUR = 60 * MINUTE;

    /** The table of facts that are events. */
    static final String RAW = "events";

    /** From when on sums by the minute are kept, microseconds since 1970; asked for where it matters only. */
    @FunctionalInterface
    interface Minutes<E extends Exception> {

        long since() throws E;
    }

    private Sums() {}

    /** Whether a query works on sums. */
    static boolean answer(Named query) {
        return switch (query) {
            case TOTALS, MODELS, SERIES, HOURLY, BINS -> true;
            default -> false;
        };
    }

    /** Puts the part of the period that consists of whole hours among the parameters. */
    static void whole(Map<String, Object> all) {
        long from = number(all, "from");
        long to = number(all, "to");
        long wholeFrom = Math.min(to, Math.ceilDiv(from, HOUR) * HOUR);
        all.put("whole_from", wholeFrom);
        all.put("whole_to", Math.max(wholeFrom, Math.floorDiv(to, HOUR) * HOUR));
    }

    /** The table whose facts a query counts. */
    static <E extends Exception> String facts(Map<String, Object> all, Minutes<E> minutes) throws E {
        if (!(all.get("width") instanceof Long width)) {
            return RAW;
        }
        if (width % HOUR == 0) {
            return "rollup_1h";
        }
        return width % MINUTE == 0 && number(all, "from") >= minutes.since() ? "rollup_1m" : RAW;
    }

    static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name), name)).longValue();
    }
}
