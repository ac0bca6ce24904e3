package dev.sluice.local.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Maven's output says about how far it is; fed line by line by one thread, read by any. */
final class MavenOutput {

    private static final Pattern MODULE =
            Pattern.compile("\\[INFO] Building (?!jar:)(\\S.*?) +\\S+( +\\[(?<number>\\d+)/(?<of>\\d+)])?");
    private static final Pattern TOTALS = Pattern.compile(
            "\\[\\w+] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)(?:, Flakes: (\\d+))?");
    private static final Pattern ADVICE = Pattern.compile(
            "(-> \\[Help .*|\\[Help .*|To see the full.*|Re-run Maven.*|For more info.*|After correcting.*|at .+\\(.+\\))?");
    private static final int MOST_ERRORS = 15;

    private final List<String> errors = new ArrayList<>();
    private Optional<Step> current = Optional.empty();
    private int downloads;
    private int run;
    private int failed;
    private int skipped;
    private int flaky;

    /** Takes a line; the module it begins, if it begins one. */
    synchronized Optional<Step> accept(String line) {
        if (line.startsWith("[INFO] Downloaded from")) {
            downloads++;
        } else if (line.startsWith("[ERROR]")) {
            error(line.substring("[ERROR]".length()).strip());
        }
        Matcher totals = TOTALS.matcher(line);
        if (totals.matches()) {
            run += Integer.parseInt(totals.group(1));
            failed += Integer.parseInt(totals.group(2)) + Integer.parseInt(totals.group(3));
            skipped += Integer.parseInt(totals.group(4));
            flaky += totals.group(5) == null ? 0 : Integer.parseInt(totals.group(5));
        }
        Matcher begins = MODULE.matcher(line);
        if (!begins.matches()) {
            return Optional.empty();
        }
        current = Optional.of(new Step(begins));
        return current;
    }

    /** The module that Maven began last; empty before the first. */
    synchronized Optional<Step> current() {
        return current;
    }

    /**
     * Such as {@code 34 tests} or {@code 34 tests, 2 failed, 1 skipped}, of all modules: when two are built at a time their
     * lines mingle; empty when none ran.
     */
    synchronized String tests() {
        return run == 0
                ? ""
                : run + " tests" + (failed > 0 ? ", " + failed + " failed" : "")
                        + (skipped > 0 ? ", " + skipped + " skipped" : "")
                        + (flaky > 0 ? ", " + flaky + " only the second time" : "");
    }

    /** How many files came from a repository. */
    synchronized int downloads() {
        return downloads;
    }

    /** The first lines Maven called errors, without its advice about itself. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    private void error(String text) {
        if (errors.size() < MOST_ERRORS && !ADVICE.matcher(text).matches() && !errors.contains(text)) {
            errors.add(text);
        }
    }

    /** A module of the build. */
    static final class Step {
        private final String name;
        private final String number;
        private final String of;

        private Step(Matcher begins) {
            name = begins.group(1).replaceFirst("^Sluice: ", "");
            boolean counted = begins.group("of") != null;
            number = counted ? begins.group("number") : "1";
            of = counted ? begins.group("of") : "1";
        }

        /** Such as {@code module 4 of 8, gateway service}. */
        String position() {
            return "module " + number + " of " + of + ", " + name;
        }
    }
}
