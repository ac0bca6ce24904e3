package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Translates a Portkey gateway's config: a tree of strategies and targets becomes one route. */
final class Portkey {

    private static final Set<String> UNDERSTOOD = Set.of(
            "name",
            "strategy",
            "targets",
            "provider",
            "api_key",
            "apiKey",
            "virtual_key",
            "virtualKey",
            "custom_host",
            "customHost",
            "override_params",
            "overrideParams",
            "weight",
            "cache",
            "request_timeout",
            "requestTimeout");

    private final Imported into = new Imported();
    private final Endpoints endpoints = new Endpoints(into);
    private final String usualModel;

    private Portkey(String usualModel) {
        this.usualModel = usualModel;
    }

    /**
     * What the file says, as far as it can be said here.
     *
     * @param name what the route is called
     * @param usualModel the model of targets that leave it to the caller; empty leaves such targets out
     */
    static Imported read(Map<String, Object> config, String name, String usualModel) {
        var reader = new Portkey(usualModel);
        Map<String, Object> route = reader.route(config);
        if (!route.containsKey("stages") && !route.containsKey("branches")) {
            reader.into.note("No target could be translated, so there is no route.");
        } else {
            reader.into.route(name, route);
            reader.into.note("Callers ask for the model '%s' to get this config.", name);
        }
        return reader.into;
    }

    private Map<String, Object> route(Map<String, Object> config) {
        Map<String, Object> route = new LinkedHashMap<>();
        String mode = mode(config);
        if (mode.equals("conditional")) {
            new PortkeyConditions(into, target -> stages(target)).branches(config, route);
            rest("the config", config);
        } else {
            List<Object> stages = stages(config);
            if (!stages.isEmpty()) {
                route.put("stages", stages);
            }
        }
        route.put("cache", cache(Tree.map(config, "cache")));
        double millis = Tree.number(config, "request_timeout", Tree.number(config, "requestTimeout", 0));
        if (millis > 0) {
            Map<String, Object> timeouts = new LinkedHashMap<>();
            timeouts.put("total", LiteLlmSettings.duration(millis / 1_000));
            route.put("timeouts", timeouts);
        }
        return route;
    }

    /** Stages of lists of shares. */
    private List<Object> stages(Map<String, Object> node) {
        rest(called(node), node);
        List<Map<String, Object>> targets =
                Tree.list(node, "targets").stream().map(Tree::map).toList();
        if (targets.isEmpty()) {
            return leaf(node).<List<Object>>map(List::of).orElse(List.of());
        }
        return switch (mode(node)) {
            case "loadbalance" -> balanced(targets);
            case "fallback", "single", "" -> {
                List<Object> stages = new ArrayList<>();
                List<Map<String, Object>> used = mode(node).equals("fallback") ? targets : targets.subList(0, 1);
                used.forEach(target -> stages.addAll(stages(target)));
                yield stages;
            }
            default -> {
                into.note(
                        "strategy %s within another strategy: cannot be said here; its targets are asked in order.",
                        mode(node));
                List<Object> stages = new ArrayList<>();
                targets.forEach(target -> stages.addAll(stages(target)));
                yield stages;
            }
        };
    }

    /** One stage of shares; what nested targets fall back to comes after it, in order. */
    private List<Object> balanced(List<Map<String, Object>> targets) {
        List<Object> shares = new ArrayList<>();
        List<Object> later = new ArrayList<>();
        for (Map<String, Object> target : targets) {
            double weight = Tree.number(target, "weight", 1);
            if (weight <= 0) {
                into.note("%s: has the weight 0 and was left out.", called(target));
                continue;
            }
            List<Object> stages = stages(target);
            if (stages.isEmpty()) {
                continue;
            }
            if (stages.size() > 1) {
                into.note("%s: what it falls back to serves the other targets too here.", called(target));
                later.addAll(stages.subList(1, stages.size()));
            }
            List<Object> first =
                    stages.getFirst() instanceof List<?> many ? new ArrayList<>(many) : List.of(stages.getFirst());
            double total = first.stream().mapToDouble(Portkey::weight).sum();
            for (Object share : first) {
                Map<String, Object> weighted = new LinkedHashMap<>();
                weighted.put("model", share instanceof Map<?, ?> map ? String.valueOf(map.get("model")) : share);
                weighted.put("weight", LiteLlm.whole(weight * weight(share) / total));
                shares.add(weighted);
            }
        }
        List<Object> stages = new ArrayList<>();
        if (!shares.isEmpty()) {
            stages.add(shares);
        }
        stages.addAll(later);
        return stages;
    }

    private static double weight(Object share) {
        return share instanceof Map<?, ?> map ? Tree.number(Tree.map(map), "weight", 1) : 1;
    }

    private Optional<Object> leaf(Map<String, Object> target) {
        Map<String, Object> override =
                Tree.map(target, target.containsKey("override_params") ? "override_params" : "overrideParams");
        String model = Tree.text(override, "model");
        Set<String> more = new TreeSet<>(override.keySet());
        more.remove("model");
        if (!more.isEmpty()) {
            into.note(
                    "%s: override_params %s are not imported. Callers send them.",
                    called(target), String.join(", ", more));
        }
        String slug = either(target, "provider").replaceFirst("^@", "");
        String virtual = either(target, "virtual_key", "virtualKey");
        if (model.startsWith("@") && model.indexOf('/') > 0) {
            virtual = model.substring(1, model.indexOf('/'));
            model = model.substring(model.indexOf('/') + 1);
        }
        String kind = slug.isEmpty() ? virtual : slug;
        String chosen = model.isEmpty() ? usualModel : model;
        if (chosen.isEmpty()) {
            into.note(
                    "%s: names no model (override_params.model), so it was left out. Name one with --model.",
                    called(target));
            return Optional.empty();
        }
        Optional<Vendor> vendor = vendor(kind);
        if (vendor.isEmpty()) {
            into.note("%s: the API of '%s' is not spoken here, or not known; it was left out.", called(target), kind);
            return Optional.empty();
        }
        if (!virtual.isEmpty()) {
            into.note(
                    "The virtual key %s is a provider of that name here: put its key into the environment variable that the file names.",
                    virtual);
        }
        String variable = virtual.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        String key = virtual.isEmpty() ? either(target, "api_key", "apiKey") : "${" + variable + "_API_KEY}";
        String provider =
                endpoints.provider(vendor.get(), either(target, "custom_host", "customHost"), key, Map.of(), virtual);
        return provider.isEmpty() ? Optional.empty() : Optional.of(provider + "/" + chosen);
    }

    /** Virtual keys are named by people, most often after the vendor: {@code openai-prod-3f2a}. */
    private static Optional<Vendor> vendor(String kind) {
        return Vendor.of(kind).or(() -> Vendor.of(kind.replaceAll("[-_].*$", "")));
    }

    private Object cache(Map<String, Object> cache) {
        String mode = Tree.text(cache, "mode");
        if (mode.isEmpty()) {
            into.note(
                    "Portkey keeps no answers unless it is told to, so the route says cache: \"off\". Take that out for this gateway's cache.");
            return "off";
        }
        String ours = mode.equals("semantic") ? "semantic" : "exact";
        double seconds = Tree.number(cache, "max_age", Tree.number(cache, "maxAge", 0));
        if (seconds < 1) {
            return ours;
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("mode", ours);
        policy.put("ttl", LiteLlmSettings.duration(Math.ceil(seconds)));
        return policy;
    }

    private void rest(String where, Map<String, Object> node) {
        for (String field : new TreeSet<>(node.keySet())) {
            if (field.equals("retry")) {
                into.note("%s: retry: retries have a budget for each deployment here: see docs/resilience.md.", where);
            } else if (!UNDERSTOOD.contains(field)) {
                into.note("%s: %s: is not imported.", where, field);
            }
        }
        if (!Tree.list(Tree.map(node, "strategy"), "on_status_codes").isEmpty()) {
            into.note("%s: on_status_codes: the gateway falls back on 408, 409, 425, 429 and 5xx.", where);
        }
        boolean inner = !where.equals("the config");
        if (inner && (node.containsKey("cache") || node.containsKey("request_timeout"))) {
            into.note(
                    "%s: cache and request_timeout of a single target are not imported; those of the config are.",
                    where);
        }
    }

    private static String mode(Map<String, Object> node) {
        return Tree.text(Tree.map(node, "strategy"), "mode");
    }

    private static String called(Map<String, Object> node) {
        String name = Tree.text(node, "name");
        String provider = either(node, "provider", "virtual_key", "virtualKey");
        return !name.isEmpty()
                ? "target " + name
                : !provider.isEmpty() ? "target " + provider : node.containsKey("targets") ? "the config" : "a target";
    }

    private static String either(Map<String, Object> node, String... names) {
        for (String name : names) {
            String text = Tree.text(node, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
