package dev.sluice.bench;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parts of a benchmark that takes long: a property chooses some, and one that fails costs its own rows only. */
public final class Parts {

    /** A part: adds its rows to a report. */
    @FunctionalInterface
    public interface Part {

        /** Measures. */
        void add() throws Exception;
    }

    private final String property;
    private final List<String> chosen;
    private final Set<String> offered = new LinkedHashSet<>();

    private Parts(String property, List<String> chosen) {
        this.property = property;
        this.chosen = chosen;
    }

    /** Those that a system property names, separated by commas; all when it is not set. */
    public static Parts chosenBy(String property) {
        return new Parts(
                property,
                Arrays.stream(System.getProperty(property, "").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /** Measures a part if it is chosen. */
    public void measure(String name, Part part) throws InterruptedException {
        offered.add(name);
        if (!chosen.isEmpty() && !chosen.contains(name)) {
            return;
        }
        System.out.println("Measuring " + name);
        long start = System.nanoTime();
        try {
            part.add();
            System.out.printf("It took %d s%n", (System.nanoTime() - start) / 1_000_000_000);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = e.getCause();
            System.out.println(
                    "Its rows are left out, since it failed: " + e + (cause == null ? "" : ", because of " + cause));
        }
    }

    /** Tells of names that no part has. */
    public void end() {
        List<String> unknown =
                chosen.stream().filter(name -> !offered.contains(name)).toList();
        if (!unknown.isEmpty()) {
            System.out.println("-D" + property + " names " + String.join(", ", unknown) + ", but the parts are "
                    + String.join(", ", offered) + ".");
        }
    }
}
