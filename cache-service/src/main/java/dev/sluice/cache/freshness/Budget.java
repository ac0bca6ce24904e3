package dev.sluice.cache.freshness;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many answers of a tenant may be asked for ahead of time: so many a minute, and a share of its questions. */
final class Budget {

    private static final int MOST = 10_000;

    /** Counts of the minute that runs and of the one before. */
    private record Minute(long number, long asked, long ahead, long askedBefore, long aheadBefore) {

        static Minute at(@Nullable Minute known, long number) {
            if (known == null || number - known.number > 1) {
                return new Minute(number, 0, 0, 0, 0);
            }
            return known.number == number ? known : new Minute(number, 0, 0, known.asked, known.ahead);
        }
    }

    private final Cache<String, Minute> minutes =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    private final int perMinute;
    private final double share;

    Budget(int perMinute, double share) {
        this.perMinute = perMinute;
        this.share = share;
    }

    /** A question was asked. */
    void asked(String tenant, Instant now) {
        minutes.asMap().compute(tenant, (key, known) -> {
            Minute minute = Minute.at(known, number(now));
            return new Minute(minute.number, minute.asked + 1, minute.ahead, minute.askedBefore, minute.aheadBefore);
        });
    }

    /** Whether one more may be asked for; then it is counted. */
    boolean take(String tenant, Instant now) {
        boolean[] taken = new boolean[1];
        minutes.asMap().compute(tenant, (key, known) -> {
            Minute minute = Minute.at(known, number(now));
            long allowed = (long) Math.ceil(share * (minute.asked + minute.askedBefore));
            taken[0] = minute.ahead < perMinute && minute.ahead + minute.aheadBefore < allowed;
            return taken[0]
                    ? new Minute(minute.number, minute.asked, minute.ahead + 1, minute.askedBefore, minute.aheadBefore)
                    : minute;
        });
        return taken[0];
    }

    /** What was taken was not needed. */
    void giveBack(String tenant, Instant now) {
        minutes.asMap().computeIfPresent(tenant, (key, known) -> {
            Minute minute = Minute.at(known, number(now));
            return new Minute(
                    minute.number, minute.asked, Math.max(0, minute.ahead - 1), minute.askedBefore, minute.aheadBefore);
        });
    }

    private static long number(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60);
    }
}
