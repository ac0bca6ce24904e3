package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.deploy.Autoscaler.Decision;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The autoscalers that the chart renders, lived through by simulation: quick when load comes, patient when it goes, never
 * back and forth. Loads are in requests in flight with a target of 100 per pod.
 */
class AutoscalerTest {

    private static final int TARGET = 100;
    private static final int HOUR = 3_600;
    private static final int CALM = 300;

    static Stream<HorizontalPodAutoscaler> autoscalers() {
        return Chart.with(Chart.example("all-features")).all(HorizontalPodAutoscaler.class).stream();
    }

    @ParameterizedTest
    @MethodSource("autoscalers")
    void aStepIsAnsweredWithinThirtySeconds(HorizontalPodAutoscaler rendered) {
        int pods = rendered.getSpec().getMaxReplicas() - 1;

        List<Decision> decisions = simulated(rendered, second -> second < 60 ? TARGET : pods * TARGET);

        assertThat(decisions).isNotEmpty();
        assertThat(decisions.getFirst().second()).isBetween(60, 90);
        assertThat(decisions).allMatch(decision -> decision.after() > decision.before());
        assertThat(decisions.getLast().after()).isGreaterThanOrEqualTo(pods);
        assertThat(decisions.getLast().second()).as("enough pods soon").isLessThanOrEqualTo(60 + 180);
    }

    @ParameterizedTest
    @MethodSource("autoscalers")
    void aSawToothKeepsWhatItsTeethNeed(HorizontalPodAutoscaler rendered) {
        int most = rendered.getSpec().getMaxReplicas();

        List<Decision> decisions = simulated(rendered, second -> TARGET + second % 120 * (most - 2) * TARGET / 120);

        assertThat(decisions).isNotEmpty();
        assertThat(decisions).as("no flapping").allMatch(decision -> decision.after() > decision.before());
        assertThat(decisions.getLast().second()).as("settled").isLessThan(3 * CALM);
    }

    @ParameterizedTest
    @MethodSource("autoscalers")
    void afterASpikePodsGoOneByOneAndNoneComesBack(HorizontalPodAutoscaler rendered) {
        int most = rendered.getSpec().getMaxReplicas();

        List<Decision> decisions =
                simulated(rendered, second -> second >= 60 && second < 105 ? 3 * most * TARGET : TARGET);

        assertThat(decisions).allMatch(decision -> decision.after() <= most);
        int firstDown = index(decisions);
        assertThat(decisions.subList(0, firstDown)).isNotEmpty();
        assertThat(decisions.subList(firstDown, decisions.size()))
                .isNotEmpty()
                .allSatisfy(decision -> assertThat(decision.before() - decision.after())
                        .isBetween(1, Math.max(1, (int) Math.ceil(decision.before() * 0.1))));
        assertThat(decisions.get(firstDown).second()).isGreaterThanOrEqualTo(105 + CALM);
    }

    @ParameterizedTest
    @MethodSource("autoscalers")
    void noiseOfATenthMovesNothingOnceThePodsAreThere(HorizontalPodAutoscaler rendered) {
        var random = new Random(32_809);
        int[] noise = random.ints(HOUR, -8, 9).toArray();
        int pods = rendered.getSpec().getMinReplicas() + 2;

        List<Decision> decisions =
                simulated(rendered, second -> pods * TARGET * (100 + noise[Math.min(second, HOUR - 1)]) / 100);

        assertThat(decisions).allMatch(decision -> decision.after() > decision.before());
        assertThat(decisions).allMatch(decision -> decision.second() < CALM);
    }

    @Test
    void theSimulationSeesFlappingWhereThereIsSome() {
        HorizontalPodAutoscaler hasty = autoscalers().findFirst().orElseThrow();
        hasty.getSpec().getBehavior().getScaleDown().setStabilizationWindowSeconds(0);
        hasty.getSpec().getBehavior().getScaleDown().getPolicies().getFirst().setValue(100);

        List<Decision> decisions = simulated(hasty, second -> second / 120 % 2 == 0 ? 8 * TARGET : TARGET);

        assertThat(decisions)
                .filteredOn(decision -> decision.after() < decision.before())
                .hasSizeGreaterThan(5);
    }

    @Test
    void whatTheyLookAtAreCpuAndMetersOfTheServices() {
        assertThat(autoscalers().map(it -> it.getMetadata().getName()))
                .containsExactlyInAnyOrder(
                        "demo-sluice-gateway", "demo-sluice-cache", "demo-sluice-optimizer", "demo-sluice-worker");
        List<MetricSpec> metrics =
                autoscalers().flatMap(it -> it.getSpec().getMetrics().stream()).toList();

        assertThat(metrics)
                .filteredOn(metric -> metric.getType().equals("Resource"))
                .hasSize(4);
        assertThat(metrics)
                .filteredOn(metric -> metric.getType().equals("Pods"))
                .extracting(metric -> metric.getPods().getMetric().getName())
                .containsExactlyInAnyOrder("sluice_gateway_overload_in_flight", "sluice_tasks_queue_age_seconds")
                .allMatch(PromNames::isMade);
        assertThat(PromNames.in(Repo.read("helm/sluice/examples/prometheus-adapter-values.yaml")))
                .as("the adapter's example serves the same")
                .containsExactlyInAnyOrder("sluice_gateway_overload_in_flight", "sluice_tasks_queue_age_seconds");
    }

    @Test
    void kedaScalesAsCarefullyAndOnEveryLane() {
        GenericKubernetesResource scaled =
                Chart.with(Chart.example("keda")).one(GenericKubernetesResource.class, "demo-sluice-worker");
        HorizontalPodAutoscaler beside = autoscalers().findFirst().orElseThrow();

        Object behavior = scaled.get("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior");
        List<Map<String, Object>> triggers = scaled.get("spec", "triggers");
        assertThat(behavior)
                .isEqualTo(Serialization.unmarshal(
                        Serialization.asJson(beside.getSpec().getBehavior()), Map.class));
        assertThat(triggers)
                .extracting(trigger ->
                        ((Map<?, ?>) trigger.get("metadata")).get("topic").toString())
                .containsExactly(
                        "sluice.tasks.cmd.critical",
                        "sluice.tasks.cmd.high",
                        "sluice.tasks.cmd.normal",
                        "sluice.tasks.cmd.low",
                        "sluice.tasks.cmd.bulk");
        assertThat(Repo.read("worker-service/src/main/java/dev/sluice/worker/lanes/Lanes.java"))
                .contains("GROUP = \"" + ((Map<?, ?>) triggers.getFirst().get("metadata")).get("consumerGroup") + "\"");
    }

    private static List<Decision> simulated(HorizontalPodAutoscaler rendered, IntUnaryOperator load) {
        return Autoscaler.of(rendered, TARGET).live(HOUR, load);
    }

    private static int index(List<Decision> decisions) {
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i).after() < decisions.get(i).before()) {
                return i;
            }
        }
        return decisions.size();
    }
}
