package dev.sluice.local.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Variables that no service knows, and values that cannot be meant. */
final class SettingsLook {

    private static final Pattern NAME = Pattern.compile("`(SLUICE_[A-Z0-9_]+)(<NAME>[A-Z0-9_]*)?`");
    private static final Pattern BOOTSTRAP = Pattern.compile("[\\w.-]+:\\d{1,5}(\\s*,\\s*[\\w.-]+:\\d{1,5})*");
    /** Of the launcher, of the compose file and of the tests; the services never see them. */
    private static final Set<String> OURS = Set.of(
            "SLUICE_JDK_DIRS",
            "SLUICE_ADMIN_KEY",
            "SLUICE_ADMIN_URL",
            "SLUICE_ADMIN_PORT",
            "SLUICE_PORT",
            "SLUICE_GRAFANA_PORT",
            "SLUICE_VERSION",
            "SLUICE_KEY_PEPPER",
            "SLUICE_REDIS8");

    private static final int SECRET = 16;
    private static final int LIKE = 3;

    private SettingsLook() {}

    static List<Finding> at(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        unknown(patient, findings);
        patient.variable("SLUICE_KAFKA_BOOTSTRAP")
                .filter(value -> !BOOTSTRAP.matcher(value).matches())
                .ifPresent(value -> findings.add(Finding.bad(
                        "SLUICE_KAFKA_BOOTSTRAP is " + value + ", which is no list of brokers.",
                        "Write host:port, several separated by commas, without http://.")));
        for (String name : List.of("SLUICE_REDIS_URL", "SLUICE_GATEWAY_CACHE_REDIS_URL")) {
            patient.variable(name)
                    .filter(value -> !value.startsWith("redis://") && !value.startsWith("rediss://"))
                    .ifPresent(value -> findings.add(Finding.bad(
                            name + " does not begin with redis:// or rediss://.",
                            "Write redis://host:6379, or rediss:// for TLS.")));
        }
        patient.variable("SLUICE_INTERNAL_SECRET")
                .filter(value -> value.length() < SECRET)
                .ifPresent(value -> findings.add(Finding.bad(
                        "SLUICE_INTERNAL_SECRET has " + value.length() + " characters; services refuse less than "
                                + SECRET + ".",
                        "Make one: openssl rand -hex 32.")));
        if (findings.isEmpty()) {
            findings.add(Finding.well("Every SLUICE_ variable in the environment is known and can be meant"));
        }
        return findings;
    }

    private static void unknown(Patient patient, List<Finding> findings) {
        Path page = patient.home().folder("docs/configuration.md");
        Set<String> names = new TreeSet<>(OURS);
        Set<String> beginnings = new TreeSet<>();
        try {
            NAME.matcher(Files.readString(page)).results().forEach(match -> {
                if (match.group(2) == null) {
                    names.add(match.group(1));
                } else {
                    beginnings.add(match.group(1));
                }
            });
        } catch (IOException e) {
            findings.add(Finding.doubtful(
                    "docs/configuration.md cannot be read, so names of variables are not checked.",
                    "Run ./sluice doctor in a whole clone."));
            return;
        }
        patient.environment().keySet().stream()
                .filter(name -> name.startsWith("SLUICE_"))
                .filter(name -> !names.contains(name) && beginnings.stream().noneMatch(name::startsWith))
                .sorted()
                .forEach(name -> findings.add(Finding.bad(
                        "No service knows " + name + ".",
                        nearest(name, names)
                                .map(near -> "Did you mean " + near + "? All names are in docs/configuration.md.")
                                .orElse("All names are in docs/configuration.md; unset it if it is a leftover."))));
    }

    private static Optional<String> nearest(String name, Set<String> names) {
        return names.stream()
                .filter(known -> distance(name, known) <= LIKE)
                .min(Comparator.comparingInt(known -> distance(name, known)));
    }

    /** Levenshtein's distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
