package dev.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.provider.Plan.Choice;
import dev.sluice.gateway.provider.Plan.Stage;
import dev.sluice.gateway.provider.Provider;
import dev.sluice.gateway.resilience.Picker.Pick;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is asked next. */
class PickerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime();
    private final Random dice = new Random(7);
    private final Map<Deployment, Guard> guards = new HashMap<>();
    private final Picker picker = new Picker(this::guard, dice::nextDouble);
    private final Deployment a = deployment("a");
    private final Deployment b = deployment("b");
    private final Deployment c = deployment("c");

    @Test
    void theFirstStageIsAskedAsLongAsItMayBe() {
        Plan plan = new Plan("route", List.of(stage(a), stage(b)));

        assertThat(names(plan, 100)).containsOnly(Map.entry("a", 100));
        guard(a).coolDown(MINUTE, 429, MINUTE);
        assertThat(names(plan, 100)).containsOnly(Map.entry("b", 100));
    }

    @Test
    void whoWasTriedIsNotAskedAgain() {
        Plan plan = new Plan("route", List.of(stage(a, b), stage(c)));
        List<Guard> tried = new ArrayList<>();
        List<String> order = new ArrayList<>();

        for (Pick pick = picker.next(plan, true, tried); pick != null; pick = picker.next(plan, true, tried)) {
            tried.add(pick.guard());
            order.add(pick.deployment().model());
        }

        assertThat(order).hasSize(3).containsExactlyInAnyOrder("a", "b", "c").endsWith("c");
    }

    @Test
    void weightsAreKept() {
        Plan plan = new Plan("route", List.of(new Stage(List.of(new Choice(a, 9), new Choice(b, 1)))));

        assertThat(names(plan, 10_000).get("b")).isBetween(850, 1_150);
    }

    @Test
    void amongEqualsTheQuickerOneIsAskedAndTheSlowOneIsHardlyHurt() {
        Plan plan = new Plan("route", List.of(stage(a, b, c)));
        took(a, 4_000);
        took(b, 400);
        took(c, 400);

        Map<String, Integer> asked = names(plan, 3_000);

        assertThat(asked.get("a")).isNull();
        assertThat(asked.get("b")).isBetween(1_300, 1_700);
    }

    @Test
    void amongEqualsTheOneWithFewerWaitingIsAsked() {
        Plan plan = new Plan("route", List.of(stage(a, b)));
        took(a, 400);
        took(b, 400);
        guard(a).enter();

        assertThat(names(plan, 100)).containsOnly(Map.entry("b", 100));
    }

    @Test
    void oneThatNobodyKnowsIsComparedByThoseWhoWait() {
        Plan plan = new Plan("route", List.of(stage(a, b)));
        took(a, 400);
        guard(b).enter();

        assertThat(names(plan, 100)).containsOnly(Map.entry("a", 100));
    }

    @Test
    void aFullOneIsPassedOver() {
        Plan plan = new Plan("route", List.of(stage(a), stage(b)));
        for (int i = 0; i < 50; i++) {
            guard(a).enter();
        }

        assertThat(names(plan, 1)).containsOnly(Map.entry("b", 1));
        assertThat(Obstacle.of(new Plan("route", List.of(stage(a))), this::guard)
                        .full())
                .isSameAs(guard(a));
    }

    @Test
    void nobodyIsLeftWhenAllAskedToBeLeftAloneAndTheSoonestIsTold() {
        Plan plan = new Plan("route", List.of(stage(a), stage(b)));
        guard(a).coolDown(Duration.ofSeconds(30), 429, MINUTE);
        guard(b).coolDown(Duration.ofHours(1), 503, MINUTE);

        assertThat(picker.next(plan, true, List.of())).isNull();
        Obstacle obstacle = Obstacle.of(plan, this::guard);
        assertThat(obstacle.readyIn()).isEqualTo(Duration.ofSeconds(30));
        assertThat(obstacle.error("route").status()).isEqualTo(429);
        assertThat(obstacle.error("route").headers()).containsEntry("retry-after", "30");
        assertThat(guard(b).readyIn()).isEqualTo(MINUTE.toNanos());
    }

    private Map<String, Integer> names(Plan plan, int times) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < times; i++) {
            Pick pick = picker.next(plan, true, List.of());
            if (pick != null) {
                names.merge(pick.deployment().model(), 1, Integer::sum);
                pick.guard().leave(pick.ticket());
            }
        }
        return names;
    }

    private void took(Deployment deployment, int millis) {
        guard(deployment).took(true, Duration.ofMillis(millis).toNanos());
    }

    private Guard guard(Deployment deployment) {
        var circuit = new Circuit.Rules(
                20, Duration.ofSeconds(10), 10, 0.5, 0.8, Duration.ofSeconds(15), Duration.ofSeconds(5), 3);
        return guards.computeIfAbsent(
                deployment,
                made -> new Guard(
                        new Guard.Rules(circuit, 0.1, 3, 20, 50, Duration.ofSeconds(1), 2, false),
                        new Counts(made.model()),
                        time));
    }

    private static Stage stage(Deployment... equals) {
        return new Stage(List.of(equals).stream().map(d -> new Choice(d, 1)).toList());
    }

    private static Deployment deployment(String model) {
        return new Deployment(
                new Provider(
                        "p", URI.create("http://p/v1"), Dialect.OPENAI, null, List.of(), Map.of(), true, null, false),
                model);
    }
}
