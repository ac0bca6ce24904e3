package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Translates conditions on metadata into branches on tags. */
final class PortkeyConditions {

    private static final String METADATA = "metadata.";

    private final Imported into;
    private final Function<Map<String, Object>, List<Object>> stages;

    PortkeyConditions(Imported into, Function<Map<String, Object>, List<Object>> stages) {
        this.into = into;
        this.stages = stages;
    }

    void branches(Map<String, Object> config, Map<String, Object> route) {
        Map<String, List<Object>> byName = new LinkedHashMap<>();
        for (Object one : Tree.list(config, "targets")) {
            Map<String, Object> target = Tree.map(one);
            byName.put(Tree.text(target, "name"), stages.apply(target));
        }
        Map<String, Object> strategy = Tree.map(config, "strategy");
        List<Object> branches = new ArrayList<>();
        for (Object one : Tree.list(strategy, "conditions")) {
            Map<String, Object> condition = Tree.map(one);
            String then = Tree.text(condition, "then");
            List<Object> to = byName.getOrDefault(then, List.of());
            if (to.isEmpty()) {
                into.note("condition for %s: there is no such target any more; it was left out.", then);
                continue;
            }
            for (List<String> tags : alternatives(then, Tree.map(condition, "query"))) {
                Map<String, Object> branch = new LinkedHashMap<>();
                branch.put("when", Map.of("tags", tags));
                branch.put("stages", to);
                branches.add(branch);
            }
        }
        if (!branches.isEmpty()) {
            route.put("branches", branches);
            into.note("Conditions on metadata are conditions on tags here: callers send x-sluice-tags: name=value.");
        }
        List<Object> otherwise = byName.getOrDefault(Tree.text(strategy, "default"), List.of());
        if (otherwise.isEmpty()) {
            into.note("The conditional strategy has no default that was translated: other requests get 404.");
        } else {
            route.put("stages", otherwise);
        }
    }

    /** Lists of tags any of which fulfils the query; none if it cannot be said in tags. */
    private List<List<String>> alternatives(String then, Map<String, Object> query) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of());
        for (Map.Entry<String, Object> part : query.entrySet()) {
            List<List<String>> some = alternatives(then, part.getKey(), part.getValue());
            List<List<String>> combined = new ArrayList<>();
            for (List<String> before : all) {
                for (List<String> more : some) {
                    combined.add(new ArrayList<>(new TreeSet<>(joined(before, more))));
                }
            }
            all = combined;
        }
        if (query.isEmpty()) {
            into.note("condition for %s: has no query and was left out.", then);
            return List.of();
        }
        return all;
    }

    private List<List<String>> alternatives(String then, String name, Object wanted) {
        if (name.equals("$and") && wanted instanceof List<?> parts) {
            Map<String, Object> together = new LinkedHashMap<>();
            parts.forEach(part -> together.putAll(Tree.map(part)));
            return alternatives(then, together);
        }
        if (name.equals("$or") && wanted instanceof List<?> parts) {
            List<List<String>> any = new ArrayList<>();
            parts.forEach(part -> any.addAll(alternatives(then, Tree.map(part))));
            return any;
        }
        Map<String, Object> operator = Tree.map(wanted);
        if (name.startsWith(METADATA) && (operator.keySet().isEmpty() || operator.containsKey("$eq"))) {
            return List.of(List.of(tag(name, operator.isEmpty() ? wanted : operator.getOrDefault("$eq", ""))));
        }
        if (name.startsWith(METADATA) && operator.containsKey("$in")) {
            List<List<String>> any = new ArrayList<>();
            Tree.list(operator, "$in").forEach(value -> any.add(List.of(tag(name, value))));
            return any;
        }
        into.note(
                "condition for %s on %s: only $eq, $in, $and and $or on metadata can be said here; it was left out.",
                then, name);
        return List.of();
    }

    private static String tag(String name, Object value) {
        return name.substring(METADATA.length()) + "=" + value;
    }

    private static List<String> joined(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }
}
