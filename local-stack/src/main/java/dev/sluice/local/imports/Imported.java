package dev.sluice.local.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;

/** What was translated so far: providers, routes, and notes about what was not, and why. */
final class Imported {

    private final Map<String, Map<String, Object>> providers = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> routes = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Map<String, Map<String, Object>> providers() {
        return providers;
    }

    Map<String, Map<String, Object>> routes() {
        return routes;
    }

    List<String> notes() {
        return new ArrayList<>(notes);
    }

    /** Tells something once. */
    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be this module's only need of its library.
    void note(String note, Object... values) {
        notes.add(note.formatted(values));
    }

    void route(String name, Map<String, Object> route) {
        routes.put(name, route);
    }

    /**
     * The name of a provider with these settings: the one that has them already, else a new one.
     *
     * @param wanted its name, if nobody else has it
     */
    String provider(String wanted, Map<String, Object> settings) {
        String base = wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        for (int i = 1; ; i++) {
            String name = i == 1 ? base : base + "-" + i;
            Map<String, Object> known = providers.putIfAbsent(name, settings);
            if (known == null || known.equals(settings)) {
                return name;
            }
        }
    }

    /** The control file. */
    String yaml(String from) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("providers", providers);
        file.put("routes", routes);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        options.setSplitLines(false);
        return "# Control file of Sluice, imported from " + from + ".\n"
                + "# Set sluice.gateway.control-file to its path, and the environment variables it names. See docs/routing.md.\n"
                + new org.yaml.snakeyaml.Yaml(options).dump(file);
    }
}
