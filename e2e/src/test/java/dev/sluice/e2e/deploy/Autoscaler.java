package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * The decisions of Kubernetes' horizontal autoscaler, as its documentation and controller describe them: every 15 s
 * desired = ceil(replicas x value / target) outside a tolerance of 10 %, pods that are not ready counted as idle when
 * scaling up, then the stabilisation window, then the policies, then the bounds.
 */
final class Autoscaler {

    /** The controller's period, seconds. */
    static final int PERIOD = 15;

    private static final double TOLERANCE = 0.1;
    private static final int READY_AFTER = 20;

    private record Change(int second, int by) {}

    private record Proposal(int second, int replicas) {}

    /**
     * What happened.
     *
     * @param second since the beginning
     * @param before replicas before the decision
     * @param after replicas after it
     */
    record Decision(int second, int before, int after) {}

    private final HorizontalPodAutoscalerBehavior behavior;
    private final int least;
    private final int most;
    private final double target;
    private final Deque<Proposal> proposals = new ArrayDeque<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Integer> births = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private int replicas;

    private Autoscaler(HorizontalPodAutoscalerBehavior behavior, int least, int most, double target) {
        this.behavior = behavior;
        this.least = least;
        this.most = most;
        this.target = target;
        this.replicas = least;
        for (int i = 0; i < least; i++) {
            births.add(-READY_AFTER);
        }
    }

    /** One that a chart rendered. */
    static Autoscaler of(HorizontalPodAutoscaler rendered, double target) {
        return new Autoscaler(
                rendered.getSpec().getBehavior(),
                rendered.getSpec().getMinReplicas(),
                rendered.getSpec().getMaxReplicas(),
                target);
    }

    /**
     * Lives through a load and tells each decision that changed something.
     *
     * @param load per second: the sum over all pods of what the metric counts
     */
    List<Decision> live(int seconds, IntUnaryOperator load) {
        for (int now = 0; now < seconds; now += PERIOD) {
            int second = now;
            // Metrics are a period old when they are looked at.
            int value = load.applyAsInt(Math.max(0, second - PERIOD));
            long ready =
                    births.stream().filter(born -> second - born >= READY_AFTER).count();
            int wanted = wanted(value, (int) Math.max(1, ready));
            int stable = stabilised(second, wanted);
            int allowed = Math.clamp(policed(second, stable), least, most);
            if (allowed != replicas) {
                become(second, allowed);
            }
        }
        return decisions;
    }

    private int wanted(int value, int ready) {
        double ratio = value / (ready * target);
        if (Math.abs(ratio - 1) <= TOLERANCE) {
            return replicas;
        }
        if (ratio > 1) {
            double all = value / (replicas * target);
            return Math.abs(all - 1) <= TOLERANCE || all < 1 ? replicas : (int) Math.ceil(all * replicas);
        }
        return (int) Math.ceil(ratio * ready);
    }

    private int stabilised(int now, int wanted) {
        proposals.addLast(new Proposal(now, wanted));
        int up = window(behavior.getScaleUp());
        int down = window(behavior.getScaleDown());
        int least = recent(now, up, List::getFirst);
        int most = recent(now, down, List::getLast);
        return Math.clamp(replicas, least, Math.max(least, most));
    }

    private int recent(int now, int window, ToIntFunction<List<Integer>> which) {
        List<Integer> sorted = proposals.stream()
                .filter(proposal -> now - proposal.second() <= window)
                .map(Proposal::replicas)
                .sorted()
                .toList();
        return which.applyAsInt(sorted);
    }

    private static int window(HPAScalingRules rules) {
        return rules.getStabilizationWindowSeconds();
    }

    private int policed(int now, int wanted) {
        if (wanted > replicas) {
            return Math.min(wanted, limit(now, behavior.getScaleUp(), 1));
        }
        return wanted < replicas ? Math.max(wanted, limit(now, behavior.getScaleDown(), -1)) : wanted;
    }

    /** The furthest any policy lets go; selectPolicy is Max where nothing else is said. */
    private int limit(int now, HPAScalingRules rules, int sign) {
        int furthest = replicas;
        for (HPAScalingPolicy policy : rules.getPolicies()) {
            int moved = changes.stream()
                    .filter(change -> now - change.second() < policy.getPeriodSeconds())
                    .mapToInt(Change::by)
                    .filter(by -> by * sign > 0)
                    .sum();
            int start = replicas - moved;
            int reach = policy.getType().equals("Percent")
                    ? sign > 0
                            ? (int) Math.ceil(start * (1 + policy.getValue() / 100.0))
                            : (int) (start * (1 - policy.getValue() / 100.0))
                    : start + sign * policy.getValue();
            furthest = sign > 0 ? Math.max(furthest, reach) : Math.min(furthest, reach);
        }
        return furthest;
    }

    private void become(int now, int next) {
        changes.add(new Change(now, next - replicas));
        decisions.add(new Decision(now, replicas, next));
        for (int i = replicas; i < next; i++) {
            births.add(now);
        }
        while (births.size() > next) {
            births.removeLast();
        }
        replicas = next;
    }
}
