package dev.sluice.kit.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses the start when a {@code sluice.*} key belongs to no service. Keys below a known prefix are checked by the
 * mapping of that prefix; this catches the misspelt prefix. Environment variables are left out, since their names do
 * not tell dots from underscores.
 */
@ApplicationScoped
class UnknownKeys {

    static final Set<String> KNOWN = Set.of(
            "gateway",
            "cache",
            "optimizer",
            "worker",
            "analytics",
            "kafka",
            "redis",
            "peers",
            "internal",
            "data",
            "events",
            "egress");

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, Config config) {
        var unknown = new ArrayList<String>();
        for (String name : config.getPropertyNames()) {
            boolean ours = name.startsWith("sluice.") && !isKnown(name) && !fromEnvironment(config, name);
            if (ours || isQuoted(name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(message(unknown));
        }
    }

    static boolean isKnown(String name) {
        int end = name.indexOf('.', "sluice.".length());
        return end > 0 && KNOWN.contains(name.substring("sluice.".length(), end));
    }

    /** A key with dots in YAML is one name in quotes there, which nobody reads: it has to be written as nested maps. */
    static boolean isQuoted(String name) {
        return name.startsWith("\"sluice.");
    }

    static String message(List<String> unknown) {
        return "Unknown configuration %s %s: no part of Sluice reads %s. Known prefixes are sluice.{%s}; see docs/configuration.md."
                .formatted(
                        unknown.size() == 1 ? "key" : "keys",
                        String.join(", ", unknown.stream().sorted().toList()),
                        unknown.size() == 1 ? "it" : "them",
                        String.join(",", KNOWN.stream().sorted().toList()));
    }

    private static boolean fromEnvironment(Config config, String name) {
        String source = config.getConfigValue(name).getSourceName();
        return source == null || source.contains("Env");
    }
}
