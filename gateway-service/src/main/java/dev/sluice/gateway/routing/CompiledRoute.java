package dev.sluice.gateway.routing;

import dev.sluice.gateway.routing.Routed.Served;
import dev.sluice.gateway.routing.Routed.Unknown;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A route whose names are deployments: only the request is missing. */
record CompiledRoute(Route route, List<Way> ways) {

    CompiledRoute {
        ways = List.copyOf(ways);
    }

    /** A branch. */
    record Way(When when, Goal goal) {}

    /** Where a branch leads. */
    sealed interface Goal {}

    /** Always to the same. */
    record Fixed(Routed routed) implements Goal {}

    /** To one of the arms. */
    record Trial(String experiment, List<Arm> arms) implements Goal {}

    /** A variant. */
    record Arm(String name, double weight, Routed routed) {}

    Routed resolve(Facts facts) {
        for (Way way : ways) {
            if (way.when().holds(facts)) {
                return switch (way.goal()) {
                    case Fixed fixed -> fixed.routed();
                    case Trial trial -> assign(trial, facts);
                };
            }
        }
        return new Unknown(
                "The route '%s' has no branch for this request: none of its conditions holds. An administrator may add a branch without a condition."
                        .formatted(route.name()));
    }

    private static Routed assign(Trial trial, Facts facts) {
        int bucket = Assignment.bucket(trial.experiment(), facts.unit());
        Arm arm = Assignment.pick(trial.arms(), Arm::weight, bucket);
        if (!(arm.routed() instanceof Served served)) {
            return arm.routed();
        }
        Map<String, String> notes = new TreeMap<>(served.notes());
        notes.put("experiment", trial.experiment());
        notes.put("variant", arm.name());
        notes.put("sticky", facts.sticky());
        return new Served(served.plan(), served.wishes(), notes);
    }
}
