package dev.sluice.gateway.routing;

import dev.sluice.gateway.routing.Routed.Served;
import dev.sluice.gateway.routing.Routed.Unknown;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All names of this gateway at one moment, immutable: routes, then aliases, then providers' models. */
public final class RouteTable {

    /** The name under which the optimiser's choice is asked for. */
    public static final String AUTO = "auto";

    private final Router router;
    private final Map<String, CompiledRoute> routes;

    RouteTable(Router router, Map<String, CompiledRoute> routes) {
        this.router = router;
        this.routes = Map.copyOf(routes);
    }

    /**
     * Who serves a model.
     *
     * @param tenant who asks; a route that is not the tenant's does not exist for it
     * @param facts what is known of the request; asked for only when a route wants to know
     */
    public Routed resolve(String model, String tenant, Supplier<Facts> facts) {
        CompiledRoute route = routes.get(model);
        if (route != null && route.route().isVisibleTo(tenant)) {
            return route.resolve(facts.get());
        }
        return switch (router.resolve(model)) {
            case Router.Served served when !model.equals(AUTO) || router.isAlias(model) -> new Served(served.plan());
            case Router.Served open -> notSetUp();
            case Router.Unknown unknown -> model.equals(AUTO) ? notSetUp() : new Unknown(unknown.message());
        };
    }

    private static Unknown notSetUp() {
        return new Unknown("The model 'auto' is not set up here. An administrator sets sluice.gateway.auto.cheap and"
                + " sluice.gateway.auto.strong to provider/model, or makes a route of that name.");
    }

    /** Names that a tenant can ask for without a provider before them, with those who own them. */
    public Map<String, String> names(String tenant) {
        Map<String, String> names = new TreeMap<>();
        for (String name : router.names()) {
            if (router.resolve(name) instanceof Router.Served served) {
                names.put(name, served.plan().first().provider().name());
            }
        }
        visible(tenant).forEach(name -> names.put(name, "sluice"));
        return names;
    }

    /** Whether a name leads to a model of a provider, whatever routes there are. */
    public Router models() {
        return router;
    }

    private Set<String> visible(String tenant) {
        Set<String> visible = new LinkedHashSet<>();
        routes.forEach((name, route) -> {
            if (route.route().isVisibleTo(tenant)) {
                visible.add(name);
            }
        });
        return visible;
    }
}
