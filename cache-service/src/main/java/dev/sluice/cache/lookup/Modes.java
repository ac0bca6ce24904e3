package dev.sluice.cache.lookup;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.CacheConfig.Mode;
import jakarta.enterprise.context.ApplicationScoped;

/** What is done about questions in other words: served, only watched, or left alone. */
@ApplicationScoped
public class Modes {

    private final CacheConfig.Semantic config;

    Modes(CacheConfig config) {
        this.config = config.semantic();
    }

    /** What is said of the route counts for more than what is said of the tenant. */
    public Mode of(String tenant, String route) {
        Mode routes = config.routeModes().get(route);
        return routes != null ? routes : config.tenantModes().getOrDefault(tenant, config.mode());
    }
}
