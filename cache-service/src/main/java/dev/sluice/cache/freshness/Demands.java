package dev.sluice.cache.freshness;

import dev.sluice.contracts.cache.CacheQuestion;
import org.jspecify.annotations.Nullable;

/**
 * What an asker demands of an answer's age, as in RFC 9111, 5.2.1. Absent means the asker does not mind.
 *
 * @param maxAge seconds since it was given at most; one past its fresh life is not wanted then, unless {@code maxStale} says
 *     so
 * @param maxStale seconds past its fresh life at most
 * @param minFresh seconds of its fresh life that are left at least
 */
public record Demands(
        @Nullable Long maxAge,
        @Nullable Long maxStale,
        @Nullable Long minFresh) {

    /** None. */
    public static final Demands NONE = new Demands(null, null, null);

    /** Those of a question. */
    public static Demands of(CacheQuestion question) {
        return new Demands(question.maxAgeSeconds(), question.maxStaleSeconds(), question.minFreshSeconds());
    }

    /**
     * Whether an answer meets them.
     *
     * @param age seconds since it was given
     * @param left seconds that are left of its fresh life; negative when it is past
     */
    boolean areMet(long age, long left) {
        boolean youngEnough = maxAge == null || age <= maxAge;
        boolean freshEnough = left > 0 || (maxStale == null ? maxAge == null : -left <= maxStale);
        return youngEnough && freshEnough && (minFresh == null || left >= minFresh);
    }
}
