package dev.sluice.analytics.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an experiment says, from too little to a clear word. */
class LaboratoryTest {

    @TempDir
    Path folder;

    private DuckStore store;
    private final SplittableRandom random = new SplittableRandom(3);

    @BeforeEach
    void open() {
        store = StoreFixture.store(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Units of a variant with a call each: what it costs about, and how many of a hundred fail. */
    private void units(String variant, int units, long cost, int failing) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            events.add(Lab.call(
                    variant + '-' + i,
                    variant,
                    Lab.START.plusSeconds(60L + i),
                    cost + random.nextInt(200),
                    1_000L * (50 + random.nextInt(50)),
                    i % 100 < failing));
        }
        store.append(new Batch(Lab.END, events, List.of(), Map.of()));
    }

    private Result result(Experiment experiment) {
        return store.ask(
                snapshot -> Laboratory.result(experiment, new Figures(snapshot, experiment, Lab.END), Lab.END));
    }

    private Result anyTime(Guardrail... rails) {
        return result(Lab.running("cost_per_call", List.of(rails), Lab.anyTime()));
    }

    @Test
    void nothing_is_said_below_thirty_units_a_variant() {
        assertThat(anyTime().verdict().kind()).isEqualTo("too_few");
        assertThat(anyTime().metrics().getFirst().variants()).isEmpty();

        units("control", 30, 1_000, 0);
        units("mini", 29, 100, 0);
        Result few = anyTime();
        assertThat(few.verdict().kind()).isEqualTo("too_few");
        assertThat(few.verdict().words()).contains("29 in the smallest variant", "30");
        assertThat(few.metrics().getFirst().variants()).hasSize(2);

        store.append(new Batch(
                Lab.END,
                List.of(Lab.call("thirtieth", "mini", Lab.START.plusSeconds(5), 150, 60_000, false)),
                List.of(),
                Map.of()));
        Result enough = anyTime();
        assertThat(enough.verdict().kind()).isEqualTo("better");
        assertThat(enough.verdict().variant()).isEqualTo("mini");
        assertThat(enough.metrics().getFirst().variants().get(1).effect()).satisfies(effect -> {
            assertThat(effect.relative()).isBetween(-0.9, -0.7);
            assertThat(effect.relativeHigh()).isNegative();
            assertThat(effect.p()).isLessThan(0.05);
        });
    }

    @Test
    void a_split_that_is_off_blocks_the_clearest_difference_and_the_roll_back() {
        units("control", 300, 1_000, 0);
        units("mini", 200, 100, 90);

        Result off = anyTime(new Guardrail("error_rate", 0));

        assertThat(off.split().ok()).isFalse();
        assertThat(off.units().get(1).share()).isEqualTo(0.4);
        assertThat(off.verdict().kind()).isEqualTo("split_is_off");
    }

    @Test
    void nobody_in_a_variant_is_a_split_that_is_off_not_a_wait_for_more() {
        units("control", 100, 1_000, 0);

        assertThat(anyTime().verdict().kind()).isEqualTo("split_is_off");
    }

    @Test
    void harm_comes_before_gain() {
        units("control", 200, 1_000, 2);
        units("mini", 200, 100, 40);

        Result harmed = anyTime(new Guardrail("duration_p95_ms", 0.5), new Guardrail("error_rate", 0.5));

        assertThat(harmed.verdict().kind()).isEqualTo("harm");
        assertThat(harmed.verdict().variant()).isEqualTo("mini");
        assertThat(harmed.verdict().words()).startsWith("Switch off mini: error_rate is worse by +1900");
        assertThat(harmed.metrics())
                .extracting(Result.Measurement::role)
                .containsExactly("goal", "guardrail", "guardrail");
        assertThat(anyTime(new Guardrail("error_rate", 10)).verdict().kind()).isEqualTo("better");
    }

    @Test
    void a_variant_that_always_fails_where_the_control_never_does_is_harm() {
        units("control", 60, 1_000, 0);
        units("mini", 60, 1_000, 100);

        assertThat(anyTime(new Guardrail("error_rate", 0.2)).verdict().kind()).isEqualTo("harm");
    }

    @Test
    void a_fixed_horizon_says_nothing_of_its_goal_before_its_end() {
        units("control", 50, 1_000, 0);
        units("mini", 49, 100, 0);
        Experiment planned = Lab.running("cost_per_call", List.of(), new Method(Method.Kind.FIXED_HORIZON, 100, 0.05));
        assertThat(result(planned).verdict().kind()).isEqualTo("too_early");

        store.append(new Batch(
                Lab.END,
                List.of(Lab.call("hundredth", "mini", Lab.START.plusSeconds(5), 150, 60_000, false)),
                List.of(),
                Map.of()));
        assertThat(result(planned).verdict().kind()).isEqualTo("better");
    }
}
