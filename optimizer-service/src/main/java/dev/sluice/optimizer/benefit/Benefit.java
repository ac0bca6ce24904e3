package dev.sluice.optimizer.benefit;

import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What shortening brought one tenant, by size of prompt and level: tokens removed and time taken, recent prompts counting
 * more. A level is worth it when the money its tokens save is more than what its time is worth. Pure code.
 */
final class Benefit {

    /** Prompts at a level before anything is said about it. */
    static final int ENOUGH = 20;

    /** One of so many prompts is tried although it does not pay, to notice when it does. */
    static final int TRIED_EVERY = 20;

    private static final double RECENT = 0.05;
    private static final long[] SIZES = {1_000, 8_000, 64_000};
    private static final List<Level> LEVELS = List.of(Level.LIGHT, Level.MEDIUM);

    /**
     * What things are worth.
     *
     * @param token one token of a prompt, in nano-USD
     * @param milli one millisecond of waiting and of work, in nano-USD
     */
    record Worth(double token, double milli) {}

    private static final class Seen {

        private long prompts;
        private double removed;
        private double millis;

        void add(int tokens, double took) {
            prompts++;
            double part = Math.max(RECENT, 1.0 / prompts);
            removed += part * (tokens - removed);
            millis += part * (took - millis);
        }

        double net(Worth worth) {
            return removed * worth.token() - millis * worth.milli();
        }
    }

    private final List<Map<Level, Seen>> bySize = List.of(empty(), empty(), empty(), empty());

    private static Map<Level, Seen> empty() {
        Map<Level, Seen> levels = new EnumMap<>(Level.class);
        LEVELS.forEach(level -> levels.put(level, new Seen()));
        return levels;
    }

    /**
     * The level that pays most for a prompt; absent when none pays.
     *
     * @param bytes size of the prompt
     * @param draw any number that is the same for the same prompt
     */
    @Nullable
    synchronized Level level(long bytes, int draw, Worth worth) {
        Map<Level, Seen> seen = bySize.get(size(bytes));
        Level best = null;
        double most = 0;
        for (Level level : LEVELS) {
            Seen own = seen.get(level);
            if (own == null || own.prompts < ENOUGH) {
                return level;
            }
            double net = own.net(worth);
            if (net > most) {
                most = net;
                best = level;
            }
        }
        boolean tried = Math.floorMod(draw, TRIED_EVERY) == 0;
        return best == null && tried ? LEVELS.get(Math.floorMod(draw / TRIED_EVERY, LEVELS.size())) : best;
    }

    /** Takes in what a level brought. */
    synchronized void learn(Level level, long bytes, int tokensRemoved, double millis) {
        Seen own = bySize.get(size(bytes)).get(level);
        if (own != null) {
            own.add(tokensRemoved, millis);
        }
    }

    private static int size(long bytes) {
        int size = 0;
        while (size < SIZES.length && bytes > SIZES[size]) {
            size++;
        }
        return size;
    }
}
