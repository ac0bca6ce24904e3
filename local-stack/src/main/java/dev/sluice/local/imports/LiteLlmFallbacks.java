package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which groups of models step in for which, in their order. */
final class LiteLlmFallbacks {

    private final Map<String, List<String>> byGroup = new HashMap<>();
    private final List<String> forAll = new ArrayList<>();

    LiteLlmFallbacks(Imported into, Map<String, Object> settings, Map<String, Object> router) {
        for (Map<String, Object> section : List.of(settings, router)) {
            for (Object entry : Tree.list(section, "fallbacks")) {
                Map<String, Object> fallback = Tree.map(entry);
                fallback.keySet()
                        .forEach(group -> byGroup.computeIfAbsent(group, first -> new ArrayList<>())
                                .addAll(texts(Tree.list(fallback, group))));
            }
            forAll.addAll(texts(Tree.list(section, "default_fallbacks")));
            for (String other : List.of("context_window_fallbacks", "content_policy_fallbacks")) {
                if (!Tree.list(section, other).isEmpty()) {
                    into.note(
                            "%s: is not imported. A branch on promptTokens sends long prompts to a larger model: see docs/routing.md.",
                            other);
                }
            }
        }
    }

    private static List<String> texts(List<Object> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** The groups that step in. */
    List<String> of(String group) {
        List<String> own = byGroup.getOrDefault(group, byGroup.getOrDefault("*", forAll));
        return own.stream().filter(other -> !other.equals(group)).distinct().toList();
    }
}
