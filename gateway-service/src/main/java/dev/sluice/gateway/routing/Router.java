package dev.sluice.gateway.routing;

import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.provider.Provider;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the deployment for a model's name. In this order: an alias; {@code provider/model}; the exact name in a
 * provider's list; its longest matching pattern; the one provider that takes anything.
 */
public final class Router {

    private static final int LONGEST_ECHO = 100;

    private final List<Provider> providers;
    private final Map<String, String> aliases;

    /** What became of a model's name. */
    public sealed interface Resolved {}

    /**
     * Served.
     *
     * @param plan who serves it
     */
    public record Served(Plan plan) implements Resolved {}

    /**
     * Not served.
     *
     * @param message what is served, and what to set
     */
    public record Unknown(String message) implements Resolved {}

    /**
     * A router.
     *
     * @param aliases alias to model or {@code provider/model}
     */
    public Router(List<Provider> providers, Map<String, String> aliases) {
        this.providers = List.copyOf(providers);
        this.aliases = Map.copyOf(aliases);
    }

    /** Finds who serves a model. */
    public Resolved resolve(String model) {
        String target = aliases.get(model);
        Deployment found = find(target == null ? model : target);
        return found == null
                ? new Unknown(explain(model))
                : new Served(Plan.of(target == null ? found.qualified() : model, found));
    }

    /** Names that can be asked without a provider before them: aliases and exact names. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(new TreeSet<>(aliases.keySet()));
        providers.stream()
                .map(Provider::models)
                .flatMap(Collection::stream)
                .filter(Router::isExact)
                .forEach(names::add);
        return names;
    }

    boolean isAlias(String model) {
        return aliases.containsKey(model);
    }

    private @Nullable Deployment find(String model) {
        int slash = model.indexOf('/');
        if (slash > 0 && slash < model.length() - 1) {
            String name = model.substring(0, slash);
            for (Provider provider : providers) {
                if (provider.name().equals(name)) {
                    return new Deployment(provider, model.substring(slash + 1));
                }
            }
        }
        Provider best = byPattern(model);
        if (best == null) {
            List<Provider> open = providers.stream().filter(Provider::open).toList();
            best = open.size() == 1 ? open.getFirst() : null;
        }
        return best == null ? null : new Deployment(best, model);
    }

    private @Nullable Provider byPattern(String model) {
        Provider best = null;
        int bestLength = -1;
        for (Provider provider : providers) {
            for (String pattern : provider.models()) {
                int length = match(pattern, model);
                if (length > bestLength) {
                    best = provider;
                    bestLength = length;
                }
            }
        }
        return best;
    }

    /** How specific a match is; below 0 if there is none. */
    private static int match(String pattern, String model) {
        if (isExact(pattern)) {
            return pattern.equals(model) ? Integer.MAX_VALUE : -1;
        }
        String start = pattern.substring(0, pattern.length() - 1);
        return model.startsWith(start) ? start.length() : -1;
    }

    private static boolean isExact(String pattern) {
        return !pattern.endsWith("*");
    }

    private String explain(String model) {
        String asked = model.length() > LONGEST_ECHO ? model.substring(0, LONGEST_ECHO) + "..." : model;
        String hosts = providers.stream()
                .map(provider -> provider.models().isEmpty()
                        ? provider.name() + " (any, as " + provider.name() + "/model)"
                        : provider.name() + " (" + String.join(", ", provider.models()) + ")")
                .collect(Collectors.joining("; "));
        String names = aliases.isEmpty() ? "" : " Aliases: " + String.join(", ", new TreeSet<>(aliases.keySet())) + ".";
        return "The model '%s' is not served here. Providers: %s.%s Write provider/model, or set OPENAI_API_KEY, ANTHROPIC_API_KEY, OLLAMA_BASE_URL or sluice.gateway.providers.<name>.base-url."
                .formatted(asked, hosts, names);
    }
}
