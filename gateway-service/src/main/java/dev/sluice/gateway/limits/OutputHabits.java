package dev.sluice.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * How long the answers of a model usually are for a tenant. Reserving the most an answer may be would throttle everyone;
 * reserving an average would overrun. So the 95th percentile of recent answers and a margin is reserved, never more than
 * the client allowed.
 */
final class OutputHabits {

    private static final long UNKNOWN = 1_024;
    private static final long PAIRS = 10_000;

    private record Pair(String tenant, String model) {}

    private final Cache<Pair, Habit> habits =
            Caffeine.newBuilder().maximumSize(PAIRS).build();

    /** Tokens to reserve for an answer. */
    long expected(String tenant, String model, @Nullable Long most) {
        Habit habit = habits.getIfPresent(new Pair(tenant, model));
        long usual = habit == null ? UNKNOWN : habit.expected();
        return most == null ? usual : Math.min(most, usual);
    }

    /** An answer had this many tokens. */
    void saw(String tenant, String model, long tokens) {
        if (tokens > 0) {
            habits.get(new Pair(tenant, model), pair -> new Habit()).saw(tokens);
        }
    }

    /** Lengths of answers in classes, each a quarter longer than the one before; older ones count less and less. */
    private static final class Habit {

        private static final int CLASSES = 64;
        private static final int ENOUGH = 20;
        private static final int HALVED_AT = 500;
        private static final double GROWTH = Math.log(1.25);
        private static final double PERCENTILE = 0.95;
        private static final double MARGIN = 1.2;

        private final int[] seen = new int[CLASSES];
        private int count;

        synchronized void saw(long tokens) {
            seen[Math.min(CLASSES - 1, (int) (Math.log((double) tokens) / GROWTH))]++;
            if (++count >= HALVED_AT) {
                count = 0;
                for (int i = 0; i < CLASSES; i++) {
                    seen[i] /= 2;
                    count += seen[i];
                }
            }
        }

        synchronized long expected() {
            if (count < ENOUGH) {
                return UNKNOWN;
            }
            int below = 0;
            for (int i = 0; i < CLASSES; i++) {
                below += seen[i];
                if (below >= PERCENTILE * count) {
                    // The class's upper end is a quarter above its lower one: on average the margin is in it by half.
                    return Math.round(Math.exp((i + 0.5) * GROWTH) * MARGIN);
                }
            }
            return UNKNOWN;
        }
    }
}
