package dev.sluice.analytics.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.analytics.experiments.Estimate;
import dev.sluice.analytics.experiments.Measured;
import dev.sluice.analytics.experiments.Moments;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.Row;
import dev.sluice.contracts.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every engine knows of an experiment's units, beside what plain Java makes of the same calls. */
abstract class FiguresContract {

    private static final int UNITS = 80;

    /** A unit as it was invented: costs before the start, costs and failures since. */
    private record Invented(
            String variant, double before, double cost, double calls, double failed, double duration, boolean won) {}

    private static final List<Event> EVENTS = new ArrayList<>();
    private static final List<Invented> INVENTED = invent();

    abstract AnalyticsStore store();

    static void fill(AnalyticsStore store) {
        store.append(new Batch(Lab.END, EVENTS, List.of(), Map.of(new Batch.Source("sluice.events", 0), 1L)));
    }

    private static List<Invented> invent() {
        var random = new SplittableRandom(7);
        List<Invented> all = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            String session = "s-" + unit;
            String variant = unit % 2 == 0 ? "control" : "mini";
            long before = random.nextInt(1_000);
            EVENTS.add(Lab.call(session, "", Lab.START.minus(Duration.ofDays(3)), before, 1_000, false));
            // Too long ago, and of nobody: counted nowhere.
            EVENTS.add(Lab.call(session, "", Lab.START.minus(Duration.ofDays(15)), 1_000_000, 1_000, false));
            double cost = 0;
            double failed = 0;
            double duration = 0;
            int calls = 1 + random.nextInt(5);
            for (int call = 0; call < calls; call++) {
                long nano = before + random.nextInt(500);
                long micros = 1_000L * (1 + random.nextInt(300));
                boolean fails = random.nextInt(6) == 0;
                Instant at = Lab.START.plus(Duration.ofHours(1 + call));
                EVENTS.add(Lab.call(session, variant, at, nano, micros, fails));
                cost += nano;
                failed += fails ? 1 : 0;
                duration += micros / 1_000.0;
            }
            boolean won = random.nextBoolean();
            Instant told = Lab.START.plus(won ? Duration.ofHours(2) : Duration.ofMinutes(30));
            EVENTS.add(Lab.said(session, "positive_feedback", told));
            all.add(new Invented(variant, before, cost, calls, failed, duration, won));
        }
        EVENTS.add(Lab.call("both", "control", Lab.START.plusSeconds(9), 5_000_000, 1_000, false));
        EVENTS.add(Lab.call("both", "mini", Lab.START.plusSeconds(10), 5_000_000, 1_000, false));
        EVENTS.add(Lab.call("late", "mini", Lab.END.plusSeconds(1), 5_000_000, 1_000, true));
        EVENTS.add(Lab.call("no-part", "", Lab.START.plusSeconds(10), 5_000_000, 1_000, true));
        return List.copyOf(all);
    }

    private interface Of {
        double value(Invented unit);
    }

    private static Moments moments(String variant, Of y, Of x) {
        List<Invented> its =
                INVENTED.stream().filter(unit -> unit.variant.equals(variant)).toList();
        int n = its.size();
        double meanY = its.stream().mapToDouble(y::value).average().orElseThrow();
        double meanX = its.stream().mapToDouble(x::value).average().orElseThrow();
        double yy = 0;
        double xx = 0;
        double xy = 0;
        for (Invented unit : its) {
            double offY = y.value(unit) - meanY;
            double offX = x.value(unit) - meanX;
            yy += offY * offY / (n - 1);
            xx += offX * offX / (n - 1);
            xy += offY * offX / (n - 1);
        }
        return new Moments(n, meanY, yy, meanX, xx, xy);
    }

    private Measured measured(String metric) {
        Measure measure = Measure.of("metric", metric);
        return Objects.requireNonNull(store().ask(snapshot ->
                new Figures(snapshot, Lab.running(metric, List.of(), Lab.anyTime()), Lab.END).measured(measure)));
    }

    private void same(String metric, Measured expected) {
        List<Estimate> found = measured(metric).estimates();
        for (int i = 0; i < 2; i++) {
            Estimate right = expected.estimates().get(i);
            assertThat(found.get(i).units()).as(metric).isEqualTo(right.units());
            assertThat(found.get(i).value()).as(metric).isCloseTo(right.value(), within(1e-6 * (1 + right.value())));
            assertThat(found.get(i).variance())
                    .as(metric)
                    .isCloseTo(right.variance(), within(1e-6 * (1 + right.variance())));
        }
    }

    private static Measured ratios(Of y, Of x) {
        return new Measured.Ratios(List.of(moments("control", y, x), moments("mini", y, x)));
    }

    private static Measured means(Of y, Of x) {
        return new Measured.Means(List.of(moments("control", y, x), moments("mini", y, x)));
    }

    @Test
    void ratios_are_those_of_the_calls_of_each_variant_in_the_experiments_time() {
        same("cost_per_call", ratios(Invented::cost, Invented::calls));
        same("error_rate", ratios(Invented::failed, Invented::calls));
        same("duration_ms", ratios(Invented::duration, Invented::calls));
        same("tokens_per_call", ratios(unit -> 120 * unit.calls, Invented::calls));
        same("cache_hit_rate", ratios(unit -> 0, Invented::calls));
    }

    @Test
    void what_units_cost_before_is_taken_out_of_what_they_cost_now() {
        same("cost_per_unit", means(Invented::cost, Invented::before));
        assertThat(measured("cost_per_unit").estimates().getFirst().variance())
                .isLessThan(moments("control", Invented::cost, Invented::before)
                        .mean()
                        .variance());
    }

    @Test
    void a_unit_converts_by_what_its_client_says_after_it_took_part() {
        same("conversion:positive_feedback", means(unit -> unit.won ? 1 : 0, unit -> 0));
        same("complaint:positive_feedback", means(unit -> unit.won ? 1 : 0, unit -> 0));
        assertThat(measured("conversion:another").estimates().getFirst().value())
                .isZero();
    }

    @Test
    void quantiles_are_over_units() {
        double[] durations = INVENTED.stream()
                .filter(unit -> unit.variant.equals("control"))
                .mapToDouble(unit -> unit.duration / unit.calls)
                .sorted()
                .toArray();
        Estimate median = measured("duration_p50_ms").estimates().getFirst();

        assertThat(median.value())
                .isCloseTo((durations[UNITS / 4 - 1] + durations[UNITS / 4]) / 2, within(1e-6 * durations[UNITS / 4]));
    }

    @Test
    void who_was_seen_in_two_variants_is_told_and_left_out() {
        Map<String, Row> units = store().ask(snapshot ->
                new Figures(snapshot, Lab.running("cost_per_call", List.of(), Lab.anyTime()), Lab.END).units());

        assertThat(units.get("control").whole("units")).isEqualTo(UNITS / 2);
        assertThat(units.get("mini").whole("units")).isEqualTo(UNITS / 2);
        assertThat(units.get("control").whole("crossed")).isEqualTo(1);
        assertThat(units.get("control").whole("calls") + units.get("mini").whole("calls"))
                .isEqualTo((long) INVENTED.stream().mapToDouble(Invented::calls).sum());
    }
}
