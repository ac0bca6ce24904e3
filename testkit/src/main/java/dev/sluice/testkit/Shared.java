package dev.sluice.testkit;

import java.util.function.Supplier;

/**
 * Facts that hold for the whole test JVM, such as where its one broker listens. Kept in system properties because
 * Quarkus loads test resources anew for each application it starts, and a static field would start a second broker.
 */
final class Shared {

    private static final String PREFIX = "testkit.";

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
}
