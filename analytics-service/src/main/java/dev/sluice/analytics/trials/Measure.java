package dev.sluice.analytics.trials;

import dev.sluice.analytics.experiments.Metric;
import dev.sluice.analytics.experiments.Metric.Better;
import dev.sluice.analytics.experiments.Metric.Kind;
import dev.sluice.kit.problem.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment can be judged by.
 *
 * @param what the measure; its name is the one in the queries
 * @param event the client event that is counted; absent for all measures but {@link What#CONVERSION} and
 *     {@link What#COMPLAINT}
 */
record Measure(What what, @Nullable String event) {

    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

    /** How a measure is made of units. */
    private enum Shape {
        MEAN,
        RATIO,
        MEDIAN,
        P95
    }

    /** The measures. */
    enum What {
        COST_PER_CALL(Shape.RATIO, Better.LOWER, "nano-USD"),
        ERROR_RATE(Shape.RATIO, Better.LOWER, "share"),
        DURATION_MS(Shape.RATIO, Better.LOWER, "ms"),
        FIRST_TOKEN_MS(Shape.RATIO, Better.LOWER, "ms"),
        TOKENS_PER_CALL(Shape.RATIO, Better.LOWER, "tokens"),
        CACHE_HIT_RATE(Shape.RATIO, Better.HIGHER, "share"),
        COST_PER_UNIT(Shape.MEAN, Better.LOWER, "nano-USD"),
        CONVERSION(Shape.MEAN, Better.HIGHER, "share"),
        COMPLAINT(Shape.MEAN, Better.LOWER, "share"),
        DURATION_P50_MS(Shape.MEDIAN, Better.LOWER, "ms"),
        DURATION_P95_MS(Shape.P95, Better.LOWER, "ms");

        private final Shape shape;
        private final Better better;
        private final String unit;

        What(Shape shape, Better better, String unit) {
            this.shape = shape;
            this.better = better;
            this.unit = unit;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a name such as {@code error_rate} or {@code conversion:positive_feedback}; a 400 {@link Refusal} if there is none of it. */
    static Measure of(String field, @Nullable String name) {
        int colon = name == null ? -1 : name.indexOf(':');
        String word = name == null ? "" : colon < 0 ? name : name.substring(0, colon);
        for (What what : What.values()) {
            if (what.wireName().equals(word)) {
                return new Measure(
                        what, event(field, what, colon < 0 || name == null ? null : name.substring(colon + 1)));
            }
        }
        throw Refusal.badRequest(
                "unknown_metric",
                "%s is not a metric. There are %s; conversion and complaint are followed by a client event, as in conversion:positive_feedback."
                        .formatted(
                                name == null ? "An absent " + field : "'" + Words.cut(name) + "' in " + field,
                                Arrays.stream(What.values()).map(What::wireName).collect(Collectors.joining(", "))));
    }

    private static @Nullable String event(String field, What what, @Nullable String event) {
        boolean wanted = what == What.CONVERSION || what == What.COMPLAINT;
        if (wanted != (event != null) || (event != null && !EVENT.matcher(event).matches())) {
            throw Refusal.badRequest(
                    "unknown_metric",
                    "%s: only conversion and complaint are followed by a colon and the name of a client event, as in conversion:positive_feedback."
                            .formatted(field));
        }
        return event;
    }

    /** As it is written in definitions. */
    String name() {
        return event == null ? what.wireName() : what.wireName() + ':' + event;
    }

    Metric metric() {
        return new Metric(name(), kind(), what.better);
    }

    /** What its values count. */
    String unit() {
        return what.unit;
    }

    Kind kind() {
        return switch (what.shape) {
            case MEAN -> new Kind.Mean();
            case RATIO -> new Kind.Ratio();
            case MEDIAN -> new Kind.Quantile(0.5);
            case P95 -> new Kind.Quantile(0.95);
        };
    }

    Better better() {
        return what.better;
    }
}
