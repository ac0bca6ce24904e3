package dev.sluice.local.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What LiteLLM's settings mean for every route, and what they do not mean here. */
final class LiteLlmSettings {

    private static final Map<String, String> SETTINGS = Map.of(
            "drop_params",
            "parameters pass unchanged here, so that a model refuses what it does not know.",
            "num_retries",
            "retries have a budget for each deployment here: see docs/resilience.md.",
            "callbacks",
            "calls are told as events on Kafka: see docs/events.md.",
            "success_callback",
            "calls are told as events on Kafka: see docs/events.md.",
            "failure_callback",
            "calls are told as events on Kafka: see docs/events.md.");

    private static final Map<String, String> GENERAL = Map.of(
            "master_key",
            "is not imported. Make keys with POST /admin/keys: see docs/keys.md.",
            "database_url",
            "is not imported: keys, budgets and usage need no database here.");

    private static final Set<String> UNDERSTOOD = Set.of(
            "cache",
            "cache_params",
            "request_timeout",
            "timeout",
            "stream_timeout",
            "fallbacks",
            "default_fallbacks",
            "context_window_fallbacks",
            "content_policy_fallbacks",
            "model_group_alias",
            "routing_strategy",
            "set_verbose",
            "telemetry",
            "json_logs");

    private final Imported into;

    LiteLlmSettings(Imported into) {
        this.into = into;
    }

    /** The fields that every route gets. */
    Map<String, Object> usual(Map<String, Object> settings, Map<String, Object> router, Map<String, Object> general) {
        strategy(Tree.text(router, "routing_strategy"));
        unknown("litellm_settings", settings);
        unknown("router_settings", router);
        general.keySet()
                .forEach(name ->
                        into.note("general_settings.%s: %s", name, GENERAL.getOrDefault(name, "is not imported.")));
        Map<String, Object> usual = new LinkedHashMap<>();
        usual.put("cache", cache(settings));
        double total = Tree.number(router, "timeout", Tree.number(settings, "request_timeout", 0));
        double first = Tree.number(router, "stream_timeout", 0);
        Map<String, Object> timeouts = new LinkedHashMap<>();
        if (first > 0) {
            timeouts.put("firstToken", duration(first));
        }
        if (total > 0) {
            timeouts.put("total", duration(total));
        }
        if (!timeouts.isEmpty()) {
            usual.put("timeouts", timeouts);
        }
        return usual;
    }

    private Object cache(Map<String, Object> settings) {
        if (!Boolean.parseBoolean(Tree.text(settings, "cache"))) {
            into.note(
                    "LiteLLM keeps no answers unless it is told to, so routes say cache: \"off\". Take that out for this gateway's cache.");
            return "off";
        }
        Map<String, Object> params = Tree.map(settings, "cache_params");
        boolean semantic = Tree.text(params, "type").contains("semantic");
        String ttl = Tree.text(params, "ttl");
        into.note("cache_params: mode and ttl were imported; addresses and thresholds belong to the cache-service.");
        String mode = semantic ? "semantic" : "exact";
        if (!ttl.matches("[1-9]\\d*(\\.\\d+)?")) {
            return mode;
        }
        Map<String, Object> cache = new LinkedHashMap<>();
        cache.put("mode", mode);
        cache.put("ttl", duration(Math.ceil(Double.parseDouble(ttl))));
        return cache;
    }

    private void strategy(String strategy) {
        if (!strategy.isEmpty() && !strategy.equals("simple-shuffle")) {
            into.note(
                    "routing_strategy %s: requests are divided by weight here, and kept off slow and failing deployments.",
                    strategy);
        }
    }

    private void unknown(String section, Map<String, Object> settings) {
        for (String name : new TreeSet<>(settings.keySet())) {
            if (!UNDERSTOOD.contains(name)) {
                into.note("%s.%s: %s", section, name, SETTINGS.getOrDefault(name, "is not imported."));
            }
        }
    }

    /** Seconds as a duration of the control file. */
    static String duration(double seconds) {
        return seconds == Math.rint(seconds) ? (long) seconds + "s" : Math.round(seconds * 1_000) + "ms";
    }
}
