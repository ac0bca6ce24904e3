package dev.sluice.gateway.recall;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The request directives of {@code Cache-Control} that apply here (RFC 9111, 5.2.1).
 *
 * @param noStore neither look up nor store
 * @param noCache do not look up, but store
 * @param maxAgeSeconds refuse older answers; absent means any age
 */
record CacheControl(
        boolean noStore, boolean noCache, @Nullable Long maxAgeSeconds) {

    private static final int MOST_DIGITS = 10;

    static CacheControl parse(@Nullable String header) {
        boolean noStore = false;
        boolean noCache = false;
        Long maxAge = null;
        for (String directive : header == null ? new String[0] : header.split(",", -1)) {
            String name = directive.trim().toLowerCase(Locale.ROOT);
            noStore |= name.equals("no-store");
            noCache |= name.equals("no-cache");
            noCache |= name.startsWith("min-fresh=")
                    && seconds(name.substring("min-fresh=".length()).replace("\"", "")) > 0;
            if (name.startsWith("max-age=")) {
                maxAge = seconds(name.substring("max-age=".length()).replace("\"", ""));
            }
        }
        // An age of 0 can be met by no stored answer.
        return new CacheControl(noStore, noCache || (maxAge != null && maxAge == 0), maxAge);
    }

    /** A value that is no number counts as 0: the careful reading. */
    private static long seconds(String text) {
        boolean number =
                !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(text) : 0;
    }
}
