package dev.sluice.testkit;

import java.util.function.Supplier;

/**
 * Facts that hold for the whole test JVM, such as where its one broker listens. Kept in system properties because
 * Quarkus loads test resources anew for each application it starts, and a static field would start a second broker.
 */
final class Shared {

    private static final String PREFIX = "testkit.";
    private static final String COVERED = PREFIX + "covered.";

    private Shared() {}

    /** The value under the name, made by the first who asks. */
    static String get(String name, Supplier<String> make) {
        // The lock is interned and therefore the same object in every class loader.
        synchronized ((PREFIX + name).intern()) {
            String known = System.getProperty(PREFIX + name);
            if (known != null) {
                return known;
            }
            String made = make.get();
            System.setProperty(PREFIX + name, made);
            return made;
        }
    }

    /** Another value stands under the name until {@link #uncover}. */
    static void cover(String name, String value) {
        synchronized ((PREFIX + name).intern()) {
            String known = System.getProperty(PREFIX + name);
            if (known != null) {
                System.setProperty(COVERED + name, known);
            }
            System.setProperty(PREFIX + name, value);
        }
    }

    /** What stood under the name before {@link #cover} stands there again. */
    static void uncover(String name) {
        synchronized ((PREFIX + name).intern()) {
            String known = System.clearProperty(COVERED + name);
            if (known == null) {
                System.clearProperty(PREFIX + name);
            } else {
                System.setProperty(PREFIX + name, known);
            }
        }
    }
}
