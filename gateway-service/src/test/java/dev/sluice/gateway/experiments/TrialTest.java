package dev.sluice.gateway.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who takes part, and in which variant. */
class TrialTest {

    private static Trial trial(String name, @Nullable String model, Unit unit, double traffic) {
        return Trial.of(new Experiment(
                "acme",
                name,
                null,
                model,
                unit,
                traffic,
                List.of(
                        new Variant("control", 70, null, null, null),
                        new Variant("mini", 30, "gpt-4o-mini", "exact", "light")),
                "cost_per_call",
                List.of(),
                new Method(Method.Kind.ALWAYS_VALID, 5_000, 0.05),
                State.RUNNING,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                List.of()));
    }

    private static long count(Trial trial, String variant) {
        return IntStream.range(0, 20_000)
                .mapToObj(i -> trial.draw("gpt-4o", "s-" + i, null, model -> true))
                .filter(Objects::nonNull)
                .filter(arm -> arm.name().equals(variant))
                .count();
    }

    @Test
    void sharesAreThoseOfTheWeightsWithinThePartThatTakesPart() {
        Trial half = trial("half", null, Unit.CONVERSATION, 0.5);

        assertThat(count(half, "control")).isBetween(6_700L, 7_300L);
        assertThat(count(half, "mini")).isBetween(2_750L, 3_250L);
        assertThat(count(trial("all", null, Unit.CONVERSATION, 1), "mini")).isBetween(5_700L, 6_300L);
    }

    @Test
    void whoIsInOneExperimentsVariantIsAnywhereInAnothers() {
        Trial one = trial("one", null, Unit.CONVERSATION, 1);
        Trial other = trial("other", null, Unit.CONVERSATION, 1);
        long both = IntStream.range(0, 20_000)
                .filter(i -> "mini".equals(name(one, "s-" + i)) && "mini".equals(name(other, "s-" + i)))
                .count();

        // 30 % of 30 %.
        assertThat(both).isBetween(1_600L, 2_000L);
    }

    private static @Nullable String name(Trial trial, String session) {
        Trial.Arm arm = trial.draw("gpt-4o", session, null, model -> true);
        return arm == null ? null : arm.name();
    }

    @Test
    void whoMayNotAskAVariantsModelTakesNoPartWhicheverItWouldGet() {
        Trial trial = trial("strict", null, Unit.CONVERSATION, 1);

        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> trial.draw("gpt-4o", "s-" + i, null, model -> model.equals("gpt-4o")))
                        .filter(Objects::nonNull))
                .isEmpty();
    }

    @Test
    void otherModelsAndCallsWithoutTheUnitTakeNoPart() {
        Trial ofKeys = trial("keys", "gpt-4o", Unit.KEY, 1);

        assertThat(ofKeys.draw("gpt-4o", "s", null, model -> true)).isNull();
        assertThat(ofKeys.draw("gpt-5", "s", "key-1", model -> true)).isNull();
        assertThat(ofKeys.draw("gpt-4o", null, "key-1", model -> true))
                .isEqualTo(ofKeys.draw("gpt-4o", "another", "key-1", model -> true))
                .isNotNull();
        assertThat(trial("sessions", null, Unit.CONVERSATION, 1).draw("gpt-4o", " ", "key-1", model -> true))
                .isNull();
    }
}
