package dev.sluice.e2e.docs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key somebody can set.
 *
 * @param key the key, with {@code <name>} where a map has a name of the operator's choice
 * @param type what its value is, in words
 * @param standard the value without it; absent when there is none
 * @param optional whether it may be absent
 * @param sentence what it does
 */
record Setting(String key, String type, @Nullable String standard, boolean optional, String sentence) {

    /** The environment variable of the key: anything but letters and digits becomes an underscore. */
    String variable() {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9<>]", "_");
    }
}
