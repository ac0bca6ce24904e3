package dev.sluice.e2e.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of metrics: in what asks for them (rules, dashboards, autoscalers) and in the sources that make them. */
public final class PromNames {

    /** Ours, and those of the JVM that Micrometer adds; recorded series have a colon and are no metrics. */
    private static final Pattern METRIC =
            Pattern.compile("(?<![a-zA-Z0-9_:])(?:sluice|jvm|process|system)_[a-z0-9_]+(?![a-zA-Z0-9_:])");

    private static final Pattern METER = Pattern.compile("\"(sluice\\.[a-z][a-z.]*)\"");
    private static final Pattern SUFFIX =
            Pattern.compile("(_seconds)?(_total|_count|_sum|_max|_bucket)?$|_bytes$|_seconds$");

    private PromNames() {}

    /** The metrics that a piece of PromQL or JSON names. */
    public static Set<String> in(String text) {
        var names = new TreeSet<String>();
        METRIC.matcher(text).results().forEach(match -> names.add(match.group()));
        return names;
    }

    /** All that the shipped rules, dashboards and autoscalers name. */
    public static Set<String> asked() {
        var names = new TreeSet<>(in(Repo.read("helm/sluice/rules/sluice.yaml")));
        names.addAll(in(Repo.read("helm/sluice/dashboards/sluice.json")));
        names.addAll(in(Repo.read("helm/sluice/templates/autoscalers.yaml")));
        return names;
    }

    /** Whether a meter of the sources is exported under this name. */
    static boolean isMade(String metric) {
        return Made.NAMES.stream()
                .anyMatch(meter -> meter.endsWith("_") ? metric.startsWith(meter) : isForm(metric, meter));
    }

    /** As {@link #isMade}, or one of those that Micrometer makes of every JVM, which a running service is asked for. */
    static boolean isKnown(String metric) {
        return isMade(metric) || metric.matches("(jvm|process|system)_.*");
    }

    private static boolean isForm(String metric, String meter) {
        return metric.startsWith(meter)
                && SUFFIX.matcher(metric.substring(meter.length())).matches();
    }

    /** Meters as the sources name them, read once. */
    private static final class Made {

        static final Set<String> NAMES = names();

        private static Set<String> names() {
            var names = new TreeSet<String>();
            Stream.concat(Stream.of("service-kit"), Repo.SERVICES.stream().map(service -> service + "-service"))
                    .map(module -> Repo.path(module, "src", "main", "java"))
                    .flatMap(Made::sources)
                    .forEach(text -> METER.matcher(text)
                            .results()
                            .forEach(match -> names.add(match.group(1).replace('.', '_'))));
            return names;
        }

        private static Stream<String> sources(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                return files
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(Repo::read)
                        .filter(text -> text.contains("micrometer"))
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
