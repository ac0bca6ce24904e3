package dev.sluice.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The licences of what the services ship, from the bill of materials of each. */
final class Licences {

    /** Words in a licence's name or id that fit an Apache-2.0 project that links to the library and ships it unchanged. */
    private static final Pattern FIT =
            Pattern.compile("\\b(?:apache|asl|mit|0?bsd|eclipse|epl|edl|mpl|mozilla public|cc0"
                    + "|public domain|isc|unicode|upl|universal permissive|classpath[ -]exception|bouncy castle|lgpl"
                    + "|lesser general public|w3c|go license|icu)\\b");

    private Licences() {}

    /** The names of licences by library ({@code group:name:version}) over all services. */
    static Map<String, Set<String>> shipped() {
        var found = new TreeMap<String, Set<String>>();
        for (String service : Repo.SERVICES) {
            JsonNode bom = Serialization.unmarshal(Repo.read(service + "-service/target/bom.json"), JsonNode.class);
            bom.path("components").forEach(component -> {
                if (!component.path("group").asText().equals("dev.sluice")
                        && !component.path("scope").asText().equals("excluded")) {
                    String name = component.path("group").asText() + ":"
                            + component.path("name").asText() + ":"
                            + component.path("version").asText();
                    found.computeIfAbsent(name, it -> new TreeSet<>()).addAll(licences(component));
                }
            });
        }
        return found;
    }

    /** Whether one of the licences that a library may be had under fits. */
    static boolean isFit(Set<String> licences) {
        return licences.stream()
                .anyMatch(
                        licence -> FIT.matcher(licence.toLowerCase(Locale.ROOT)).find());
    }

    /** The report: libraries by licence. */
    static String report(Map<String, Set<String>> shipped) {
        var byLicence = new TreeMap<String, List<String>>();
        shipped.forEach((library, licences) -> byLicence
                .computeIfAbsent(String.join(" or ", licences), it -> new ArrayList<>())
                .add(library));
        var report = new StringBuilder("""
                # Licences of what is shipped

                Made from the bills of materials. The models that come with libraries have terms of their own: docs/adr/0009-scorer.md.

                | licence | libraries |
                |---|---|
                """);
        byLicence.forEach((licence, libraries) -> report.append("| ")
                .append(licence.replace("|", "\\|"))
                .append(" | ")
                .append(String.join(", ", libraries))
                .append(" |\n"));
        return report.toString();
    }

    private static Set<String> licences(JsonNode component) {
        var names = new TreeSet<String>();
        component.path("licenses").forEach(entry -> {
            JsonNode licence = entry.path("license");
            for (String name : List.of(
                    entry.path("expression").asText(),
                    licence.path("id").asText(),
                    licence.path("name").asText())) {
                if (!name.isBlank()) {
                    names.add(name);
                }
            }
        });
        return names;
    }
}
