package dev.sluice.analytics.trials;

import dev.sluice.analytics.experiments.Estimate;
import dev.sluice.analytics.experiments.Measured;
import dev.sluice.analytics.experiments.Metric.Kind;
import dev.sluice.analytics.experiments.Moments;
import dev.sluice.analytics.experiments.Quantiles;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.Row;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** What the store knows of one experiment's units, over one state of the store. */
final class Figures {

    /** How far back it is looked for what a unit did before the experiment. */
    static final Duration BEFORE = Duration.ofDays(14);

    private static final int FEWEST_VALUES = 10;

    private final AnalyticsStore.Snapshot store;
    private final Experiment experiment;
    private final Map<String, Object> parameters;

    /**
     * Of an experiment that has begun.
     *
     * @param to until when calls are looked at
     */
    Figures(AnalyticsStore.Snapshot store, Experiment experiment, Instant to) {
        Instant start = Objects.requireNonNull(experiment.startedAt());
        this.store = store;
        this.experiment = experiment;
        this.parameters = Map.of(
                "tenant",
                experiment.tenant(),
                "from",
                micros(start.minus(BEFORE)),
                "to",
                micros(to),
                "start",
                micros(start),
                "unit",
                experiment.unit() == Unit.KEY ? "key" : "conversation",
                "exposure",
                '"'
                        + Pattern.compile("\\W")
                                .matcher(Experiment.EXPOSURE + experiment.name())
                                .replaceAll("[$0]") + "\":\"([^\"]*)\"");
    }

    /** Units and calls by variant, and how many units were seen in two. */
    Map<String, Row> units() {
        return rows(Named.TRIAL_UNITS, null);
    }

    /** What was measured; null while there is too little. */
    @Nullable
    Measured measured(Measure measure) {
        return switch (measure.kind()) {
            case Kind.Mean mean -> moments(measure, false);
            case Kind.Ratio ratio -> moments(measure, true);
            case Kind.Quantile quantile -> quantiles(measure, quantile.p());
        };
    }

    private @Nullable Measured moments(Measure measure, boolean ratio) {
        Map<String, Row> rows = rows(Named.TRIAL_MOMENTS, measure);
        List<Moments> all = new ArrayList<>();
        for (Variant variant : experiment.variants()) {
            Row row = rows.get(variant.name());
            if (row == null || row.whole("units") < 2 || (ratio && row.real("mean_x") <= 0)) {
                return null;
            }
            all.add(new Moments(
                    row.whole("units"),
                    row.real("mean_y"),
                    row.real("var_y"),
                    row.real("mean_x"),
                    row.real("var_x"),
                    row.real("cov")));
        }
        return ratio ? new Measured.Ratios(all) : new Measured.Means(all);
    }

    private @Nullable Measured quantiles(Measure measure, double p) {
        Map<String, List<Double>> values = store.rows(Named.TRIAL_VALUES, with(measure)).stream()
                .collect(Collectors.groupingBy(
                        row -> row.text("variant"), Collectors.mapping(row -> row.real("y"), Collectors.toList())));
        List<Estimate> estimates = new ArrayList<>();
        for (Variant variant : experiment.variants()) {
            List<Double> its = values.getOrDefault(variant.name(), List.of());
            if (its.size() < FEWEST_VALUES) {
                return null;
            }
            DoubleStream plain = its.stream().mapToDouble(Double::doubleValue);
            estimates.add(Quantiles.of(plain.toArray(), p));
        }
        return new Measured.Estimated(estimates);
    }

    private Map<String, Row> rows(Named query, @Nullable Measure measure) {
        return store.rows(query, with(measure)).stream()
                .collect(Collectors.toMap(row -> row.text("variant"), row -> row));
    }

    private Map<String, Object> with(@Nullable Measure measure) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("metric", measure == null ? "" : measure.what().wireName());
        all.put("event", measure == null || measure.event() == null ? "" : measure.event());
        return all;
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
