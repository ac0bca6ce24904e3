package dev.sluice.gateway.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.RollBackTo;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Template;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who takes part, and in which variant. */
class TrialTest {

    private static Trial trial(String name, @Nullable String model, Unit unit, double traffic) {
        return Objects.requireNonNull(Trial.of(experiment(name, model, unit, traffic)));
    }

    private static Experiment experiment(String name, @Nullable String model, Unit unit, double traffic) {
        return new Experiment(
                "acme",
                name,
                null,
                model,
                unit,
                traffic,
                List.of(
                        new Variant("control", 70, null, null, null, null),
                        new Variant("mini", 30, "gpt-4o-mini", "exact", "light", null)),
                "cost_per_call",
                List.of(),
                new Method(Method.Kind.ALWAYS_VALID, 5_000, 0.05),
                State.RUNNING,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                List.of(),
                null);
    }

    /** One of two versions of a template, in a state, that goes back to its control. */
    private static @Nullable Trial versions(State state, @Nullable RollBackTo backTo) {
        Experiment usual = experiment("versions", "gpt-4o", Unit.CONVERSATION, 1);
        return Trial.of(new Experiment(
                "acme",
                "versions",
                null,
                usual.model(),
                usual.unit(),
                1,
                List.of(
                        new Variant("old", 1, null, null, "off", new Template("brief", 1)),
                        new Variant("new", 1, null, null, null, new Template("brief", 2))),
                usual.metric(),
                List.of(),
                usual.method(),
                state,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                List.of(),
                backTo));
    }

    @Test
    void versionsOfATemplateAreDrawnForTheCallsThatFillItOnly() {
        Trial trial = Objects.requireNonNull(versions(State.RUNNING, null));

        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> trial.draw("gpt-4o", "brief", "s-" + i, null, model -> true))
                        .map(arm -> arm.name() + arm.version()))
                .contains("old1", "new2")
                .allMatch(drawn -> drawn.equals("old1") || drawn.equals("new2"));
        assertThat(trial.draw("gpt-4o", null, "s", null, model -> true)).isNull();
        assertThat(trial.draw("gpt-4o", "letter", "s", null, model -> true)).isNull();
        assertThat(trial.draw("gpt-5", "brief", "s", null, model -> true)).isNull();
    }

    @Test
    void whatWasRolledBackToItsControlGivesItToAllAndExposesNobody() {
        Trial held = Objects.requireNonNull(versions(State.ROLLED_BACK, RollBackTo.CONTROL));

        for (String session : new String[] {"s-1", "s-2", "s-3", "s-4", null}) {
            Trial.Arm arm = Objects.requireNonNull(held.draw("gpt-4o", "brief", session, null, model -> true));
            assertThat(arm.version()).isEqualTo(1);
            assertThat(arm.optimize()).isEqualTo(OptimizeLevel.OFF);
            assertThat(arm.note()).isNull();
            assertThat(arm.label()).isEqualTo("versions;variant=old;rolled-back");
        }
        assertThat(held.draw("gpt-5", "brief", "s", null, model -> true)).isNull();
        assertThat(versions(State.ROLLED_BACK, RollBackTo.USUAL)).isNull();
        assertThat(versions(State.ROLLED_BACK, null)).isNull();
        assertThat(versions(State.STOPPED, RollBackTo.CONTROL)).isNull();
        assertThat(versions(State.DRAFT, RollBackTo.CONTROL)).isNull();
    }

    private static long count(Trial trial, String variant) {
        return IntStream.range(0, 20_000)
                .mapToObj(i -> trial.draw("gpt-4o", null, "s-" + i, null, model -> true))
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
        Trial.Arm arm = trial.draw("gpt-4o", null, session, null, model -> true);
        return arm == null ? null : arm.name();
    }

    @Test
    void whoMayNotAskAVariantsModelTakesNoPartWhicheverItWouldGet() {
        Trial trial = trial("strict", null, Unit.CONVERSATION, 1);

        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> trial.draw("gpt-4o", null, "s-" + i, null, model -> model.equals("gpt-4o")))
                        .filter(Objects::nonNull))
                .isEmpty();
    }

    @Test
    void otherModelsAndCallsWithoutTheUnitTakeNoPart() {
        Trial ofKeys = trial("keys", "gpt-4o", Unit.KEY, 1);

        assertThat(ofKeys.draw("gpt-4o", null, "s", null, model -> true)).isNull();
        assertThat(ofKeys.draw("gpt-5", null, "s", "key-1", model -> true)).isNull();
        assertThat(ofKeys.draw("gpt-4o", null, null, "key-1", model -> true))
                .isEqualTo(ofKeys.draw("gpt-4o", null, "another", "key-1", model -> true))
                .isNotNull();
        assertThat(trial("sessions", null, Unit.CONVERSATION, 1).draw("gpt-4o", null, " ", "key-1", model -> true))
                .isNull();
    }
}
