package dev.sluice.gateway.routing;

import dev.sluice.gateway.policy.Policy;
import dev.sluice.gateway.provider.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that callers ask for as a model, and what happens then. See docs/routing.md for its JSON.
 *
 * @param name as callers write it
 * @param tenants who may ask for it; empty means everybody
 * @param branches the first whose condition holds is taken; at least one
 * @param policy what it wants of cache and optimiser
 * @param shadow who is asked beside, for comparison; absent if nobody
 * @param terms its timeouts, and whether it may be hedged
 */
record Route(
        String name,
        Set<String> tenants,
        List<Branch> branches,
        Policy policy,
        @Nullable Shadow shadow,
        Plan.Terms terms) {

    Route {
        tenants = Set.copyOf(tenants);
        branches = List.copyOf(branches);
    }

    /** A route that leads to one place and wants nothing special. */
    static Route of(String name, Target target) {
        return new Route(name, Set.of(), List.of(new Branch(When.ALWAYS, target)), Policy.NONE, null, Plan.Terms.USUAL);
    }

    boolean isVisibleTo(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }

    /** One way to go. */
    record Branch(When when, Target target) {}

    /** Where a branch leads. */
    sealed interface Target {}

    /** To deployments. */
    record Split(List<Stage> stages) implements Target {

        Split {
            stages = List.copyOf(stages);
        }
    }

    /**
     * To one of several variants, the same one for the same caller.
     *
     * @param name the experiment's
     */
    record Experiment(String name, List<Variant> variants) implements Target {

        Experiment {
            variants = List.copyOf(variants);
        }
    }

    /**
     * To a cheap or a strong model, as the optimiser advises.
     *
     * @param deadline how long it may think
     * @param strongByDefault what is asked without its advice
     */
    record Auto(String cheap, String strong, Duration deadline, boolean strongByDefault) implements Target {}

    /** A part of an experiment. */
    record Variant(String name, double weight, List<Stage> stages) {

        Variant {
            stages = List.copyOf(stages);
        }
    }

    /** Deployments any of which will do. */
    record Stage(List<Share> shares) {

        Stage {
            shares = List.copyOf(shares);
        }
    }

    /**
     * Who is asked beside.
     *
     * @param rate the part of the requests, 0 to 1
     */
    record Shadow(String model, double rate) {}

    /** A deployment, as {@code provider/model} or any name that leads to one, and its share. */
    record Share(String model, double weight) {}
}
