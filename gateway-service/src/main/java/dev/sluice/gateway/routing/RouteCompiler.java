package dev.sluice.gateway.routing;

import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.routing.CompiledRoute.Arm;
import dev.sluice.gateway.routing.CompiledRoute.Fixed;
import dev.sluice.gateway.routing.CompiledRoute.Goal;
import dev.sluice.gateway.routing.CompiledRoute.Trial;
import dev.sluice.gateway.routing.CompiledRoute.Way;
import dev.sluice.gateway.routing.Routed.Served;
import dev.sluice.gateway.routing.Routed.Undecided;
import dev.sluice.gateway.routing.Routed.Unknown;
import dev.sluice.gateway.routing.Routed.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the names in a route into deployments. */
final class RouteCompiler {

    private final Router router;
    private final Consumer<String> missing;

    /** @param missing told of each name that leads to no deployment; unless it throws, the name is left out */
    RouteCompiler(Router router, Consumer<String> missing) {
        this.router = router;
        this.missing = missing;
    }

    CompiledRoute compile(Route route) {
        Wishes wishes = wishes(route);
        return new CompiledRoute(
                route,
                route.branches().stream()
                        .map(branch -> new Way(branch.when(), goal(route, branch.target(), wishes)))
                        .toList());
    }

    private Wishes wishes(Route route) {
        Route.Shadow wanted = route.shadow();
        Deployment beside = wanted == null ? null : find(wanted.model());
        return new Wishes(
                route.policy(), wanted == null || beside == null ? null : new Routed.Shadow(beside, wanted.rate()));
    }

    private Goal goal(Route route, Route.Target target, Wishes wishes) {
        return switch (target) {
            case Route.Split split -> new Fixed(split(route, split.stages(), wishes));
            case Route.Experiment experiment ->
                new Trial(
                        experiment.name(),
                        experiment.variants().stream()
                                .map(variant -> new Arm(
                                        variant.name(), variant.weight(), split(route, variant.stages(), wishes)))
                                .toList());
            case Route.Auto auto -> new Fixed(auto(route, auto, wishes));
        };
    }

    private Routed split(Route route, List<Route.Stage> stages, Wishes wishes) {
        List<Plan.Stage> found = new ArrayList<>();
        for (Route.Stage stage : stages) {
            List<Plan.Choice> choices = new ArrayList<>();
            for (Route.Share share : stage.shares()) {
                Deployment deployment = find(share.model());
                if (deployment != null) {
                    choices.add(new Plan.Choice(deployment, share.weight()));
                }
            }
            if (!choices.isEmpty()) {
                found.add(new Plan.Stage(choices));
            }
        }
        return found.isEmpty()
                ? gone(route)
                : new Served(new Plan(route.name(), found, route.terms()), wishes, Map.of());
    }

    private Routed auto(Route route, Route.Auto auto, Wishes wishes) {
        Deployment cheap = find(auto.cheap());
        Deployment strong = find(auto.strong());
        if (cheap == null || strong == null) {
            return gone(route);
        }
        return new Undecided(
                plan(route, cheap, strong),
                plan(route, strong, cheap),
                auto.deadline(),
                auto.strongByDefault(),
                wishes);
    }

    private static Plan plan(Route route, Deployment first, Deployment second) {
        return new Plan(route.name(), List.of(stage(first), stage(second)), route.terms());
    }

    private static Plan.Stage stage(Deployment only) {
        return new Plan.Stage(List.of(new Plan.Choice(only, 1)));
    }

    private static Unknown gone(Route route) {
        return new Unknown(
                "The route '%s' leads to models that no provider serves any more. An administrator has to change the route or add the provider."
                        .formatted(route.name()));
    }

    private @Nullable Deployment find(String model) {
        return switch (router.resolve(model)) {
            case Router.Served served -> served.plan().first();
            case Router.Unknown unknown -> {
                missing.accept(unknown.message());
                yield null;
            }
        };
    }
}
