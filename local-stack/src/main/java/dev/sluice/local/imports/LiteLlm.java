package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Translates a LiteLLM proxy's config.yaml: groups of equal {@code model_name} become routes of weighted deployments,
 * fallbacks become further stages.
 */
final class LiteLlm {

    private static final Set<String> UNDERSTOOD = Set.of(
            "model",
            "api_base",
            "base_url",
            "api_key",
            "api_version",
            "organization",
            "custom_llm_provider",
            "weight",
            "rpm",
            "tpm",
            "order",
            "timeout",
            "stream_timeout");

    private final Imported into = new Imported();
    private final Endpoints endpoints = new Endpoints(into);

    /** A deployment of a group. */
    private record Member(String model, double weight, int order, String timeout, String streamTimeout) {}

    private LiteLlm() {}

    /** What the file says, as far as it can be said here. */
    static Imported read(Map<String, Object> file) {
        var reader = new LiteLlm();
        reader.all(file);
        return reader.into;
    }

    private void all(Map<String, Object> file) {
        Map<String, List<Member>> groups = groups(file);
        Map<String, Object> settings = Tree.map(file, "litellm_settings");
        Map<String, Object> router = Tree.map(file, "router_settings");
        var fallbacks = new LiteLlmFallbacks(into, settings, router);
        Map<String, Object> usual =
                new LiteLlmSettings(into).usual(settings, router, Tree.map(file, "general_settings"));
        groups.forEach((name, members) -> into.route(name, route(name, members, groups, fallbacks, usual)));
        aliases(router);
        if (!Tree.map(file, "environment_variables").isEmpty()) {
            into.note("environment_variables: their values were not copied. Set them in the gateway's environment.");
        }
        for (String section : file.keySet()) {
            if (!Set.of(
                            "model_list",
                            "litellm_settings",
                            "router_settings",
                            "general_settings",
                            "environment_variables")
                    .contains(section)) {
                into.note("%s: is not imported.", section);
            }
        }
    }

    private Map<String, List<Member>> groups(Map<String, Object> file) {
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        for (Object one : Tree.list(file, "model_list")) {
            Map<String, Object> model = Tree.map(one);
            String name = Tree.text(model, "model_name");
            Map<String, Object> params = Tree.map(model, "litellm_params");
            String target = target(name, params);
            if (target.isEmpty()) {
                continue;
            }
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}")) {
                into.note(
                        "model_list %s: a route cannot have this name. Its provider was imported: ask %s.",
                        name, target);
                continue;
            }
            groups.computeIfAbsent(name, first -> new ArrayList<>())
                    .add(new Member(
                            target,
                            weight(params),
                            (int) Tree.number(params, "order", 1),
                            Tree.text(params, "timeout"),
                            Tree.text(params, "stream_timeout")));
            rest(name, model, params);
        }
        if (groups.isEmpty()) {
            into.note("model_list: nothing in it could be translated.");
        }
        return groups;
    }

    /** {@code provider/model} here; empty if the gateway does not speak the provider's API. */
    private String target(String name, Map<String, Object> params) {
        String model = Tree.text(params, "model");
        String vendorName = Tree.text(params, "custom_llm_provider");
        int slash = model.indexOf('/');
        if (vendorName.isEmpty()
                && slash > 0
                && (Vendor.of(model.substring(0, slash)).isPresent() || isForeign(model))) {
            vendorName = model.substring(0, slash);
            model = model.substring(slash + 1);
        }
        if (vendorName.isEmpty()) {
            vendorName = model.startsWith("claude") ? "anthropic" : "openai";
        }
        String foreign = vendorName;
        Vendor vendor = Vendor.of(vendorName).orElse(null);
        if (vendor == null || model.isEmpty()) {
            into.note(
                    "model_list %s: the API of %s is not spoken here. Put an OpenAI-compatible endpoint before it, or leave it out.",
                    name, foreign);
            return "";
        }
        String base = Tree.text(params, "api_base");
        Map<String, Object> headers = new LinkedHashMap<>();
        String organization = reference(Tree.text(params, "organization"));
        if (!organization.isEmpty()) {
            headers.put("OpenAI-Organization", organization);
        }
        String provider = endpoints.provider(
                vendor,
                address(vendor, reference(base.isEmpty() ? Tree.text(params, "base_url") : base)),
                reference(Tree.text(params, "api_key")),
                headers,
                "");
        return provider.isEmpty() ? "" : provider + "/" + model;
    }

    /** LiteLLM takes hosts of Ollama without the version in their path. */
    private static String address(Vendor vendor, String base) {
        boolean bare = !base.isEmpty()
                && !base.startsWith("${")
                && base.replaceAll("/+$", "").matches("https?://[^/]+");
        return bare && Set.of("ollama", "anthropic").contains(vendor.name())
                ? base.replaceAll("/+$", "") + "/v1"
                : base;
    }

    private static boolean isForeign(String model) {
        return model.matches(
                "(bedrock|vertex_ai|vertex_ai_beta|sagemaker|sagemaker_chat|cohere|cohere_chat|huggingface|replicate|watsonx|databricks|snowflake|palm|petals|nlp_cloud|aleph_alpha|predibase|triton|clarifai|voyage|ai21|cloudflare|oci|github|github_copilot)/.+");
    }

    /** {@code os.environ/NAME} is {@code ${NAME}} here. */
    static String reference(String text) {
        return text.startsWith("os.environ/") ? "${" + text.substring("os.environ/".length()) + "}" : text;
    }

    private static double weight(Map<String, Object> params) {
        double rpm = Tree.number(params, "rpm", Tree.number(params, "tpm", 1));
        double weight = Tree.number(params, "weight", rpm);
        return weight > 0 ? weight : 1;
    }

    private void rest(String name, Map<String, Object> model, Map<String, Object> params) {
        Set<String> left = new TreeSet<>(params.keySet());
        left.removeAll(UNDERSTOOD);
        if (!left.isEmpty()) {
            into.note(
                    "model_list %s: %s: parameters that are set for all requests are not imported. Callers send them.",
                    name, String.join(", ", left));
        }
        if (params.containsKey("rpm") || params.containsKey("tpm")) {
            into.note(
                    "rpm and tpm divide requests between deployments here; they are no limits. Limits are set on keys, tenants and models: see docs/limits.md.");
        }
        if (!Tree.text(params, "api_version").isEmpty()) {
            into.note("api_version: Azure's versionless API (/openai/v1) is used instead.");
        }
        if (!Tree.map(model, "model_info").isEmpty()) {
            into.note("model_info: is not imported; prices come from the gateway's own table.");
        }
    }

    private Map<String, Object> route(
            String name,
            List<Member> members,
            Map<String, List<Member>> groups,
            LiteLlmFallbacks fallbacks,
            Map<String, Object> usual) {
        List<Object> stages = new ArrayList<>(stages(members));
        for (String next : fallbacks.of(name)) {
            List<Member> others = groups.get(next);
            if (others == null) {
                into.note("fallbacks: %s falls back to %s, which is not in model_list; it was left out.", name, next);
            } else {
                stages.addAll(stages(others));
            }
        }
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("stages", stages);
        route.putAll(usual);
        Map<String, Object> timeouts = new LinkedHashMap<>(Tree.map(usual, "timeouts"));
        longest(members.stream().map(Member::streamTimeout).toList(), "firstToken", timeouts);
        longest(members.stream().map(Member::timeout).toList(), "total", timeouts);
        if (!timeouts.isEmpty()) {
            route.put("timeouts", timeouts);
        }
        return route;
    }

    private static void longest(List<String> seconds, String name, Map<String, Object> timeouts) {
        seconds.stream()
                .filter(text -> text.matches("\\d+(\\.\\d+)?"))
                .mapToDouble(Double::parseDouble)
                .max()
                .ifPresent(most -> timeouts.put(name, LiteLlmSettings.duration(most)));
    }

    /** Members of the lowest order first; those of one order share. */
    private static List<Object> stages(List<Member> members) {
        Map<Integer, List<Member>> byOrder = new TreeMap<>();
        members.forEach(member -> byOrder.computeIfAbsent(member.order(), first -> new ArrayList<>())
                .add(member));
        List<Object> stages = new ArrayList<>();
        byOrder.values().forEach(equals -> stages.add(stage(equals)));
        return stages;
    }

    private static Object stage(List<Member> members) {
        if (members.size() == 1) {
            return members.getFirst().model();
        }
        boolean even = members.stream().map(Member::weight).distinct().count() == 1;
        List<Object> shares = new ArrayList<>();
        for (Member member : members) {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put("model", member.model());
            if (!even) {
                share.put("weight", whole(member.weight()));
            }
            shares.add(even ? member.model() : share);
        }
        return shares;
    }

    static Object whole(double number) {
        Object whole = (long) number;
        return number == Math.rint(number) ? whole : (Object) number;
    }

    private void aliases(Map<String, Object> router) {
        Tree.map(router, "model_group_alias").forEach((alias, to) -> {
            String target = to instanceof String text ? text : Tree.text(Tree.map(to), "model");
            Map<String, Object> route = into.routes().get(target);
            if (route == null) {
                into.note("model_group_alias %s: there is no model %s; it was left out.", alias, target);
            } else {
                into.route(alias, route);
            }
        });
    }
}
