package dev.sluice.gateway.recall;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The request directives of {@code Cache-Control} that apply here (RFC 9111, 5.2.1).
 *
 * @param noStore neither look up nor store
 * @param noCache do not look up, but store
 * @param maxAgeSeconds refuse older answers; absent means any age
 * @param maxStaleSeconds for how long an answer may be past its fresh life; absent means nothing is said of it
 * @param minFreshSeconds for how long an answer has to stay fresh; absent means not at all
 */
record CacheControl(
        boolean noStore,
        boolean noCache,
        @Nullable Long maxAgeSeconds,
        @Nullable Long maxStaleSeconds,
        @Nullable Long minFreshSeconds) {

    private static final int MOST_DIGITS = 10;

    /** More seconds than any answer lives. */
    static final long ANY = 9_999_999_999L;

    static CacheControl parse(@Nullable String header) {
        boolean noStore = false;
        boolean noCache = false;
        Long maxAge = null;
        Long maxStale = null;
        Long minFresh = null;
        for (String directive : header == null ? new String[0] : header.split(",", -1)) {
            String name = directive.trim().toLowerCase(Locale.ROOT);
            noStore |= name.equals("no-store");
            noCache |= name.equals("no-cache");
            maxAge = seconds("max-age=", name, 0, maxAge);
            maxStale = name.equals("max-stale") ? Long.valueOf(ANY) : seconds("max-stale=", name, 0, maxStale);
            minFresh = seconds("min-fresh=", name, ANY, minFresh);
        }
        // An age of 0 can be met by no stored answer.
        return new CacheControl(noStore, noCache || (maxAge != null && maxAge == 0), maxAge, maxStale, minFresh);
    }

    /** The value of a directive of that name; a value that is no number has the careful reading. */
    private static @Nullable Long seconds(String name, String directive, long careful, @Nullable Long otherwise) {
        if (!directive.startsWith(name)) {
            return otherwise;
        }
        String text = directive.substring(name.length()).replace("\"", "");
        boolean number =
                !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(text) : careful;
    }
}
