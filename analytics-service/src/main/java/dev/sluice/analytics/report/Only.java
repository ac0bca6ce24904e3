package dev.sluice.analytics.report;

import jakarta.ws.rs.QueryParam;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which calls are meant: those whose dimensions have these values. What is absent is any value. */
class Only {

    /** All calls. */
    static final Only ALL = new Only();

    @QueryParam("model")
    @Nullable
    String model;

    @QueryParam("project")
    @Nullable
    String project;

    @QueryParam("key")
    @Nullable
    String key;

    @QueryParam("provider")
    @Nullable
    String provider;

    @QueryParam("route")
    @Nullable
    String route;

    @QueryParam("cache")
    @Nullable
    String cache;

    @QueryParam("template")
    @Nullable
    String template;

    /** The parameters of a query over calls, with further ones. */
    Map<String, Object> with(Map<String, Object> further) {
        Map<String, Object> all = new HashMap<>(further);
        all.put("only_model", text(model));
        all.put("only_project", text(project));
        all.put("only_key", text(key));
        all.put("only_provider", text(provider));
        all.put("only_route", text(route));
        all.put("only_cache", text(cache));
        all.put("only_template", text(template));
        return all;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
