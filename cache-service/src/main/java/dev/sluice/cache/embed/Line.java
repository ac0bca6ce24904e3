package dev.sluice.cache.embed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Texts that wait for the model. Those that a look-up waits for go first; those that wait together go together, short
 * with short, in runs that are small enough to keep nobody waiting long. Nobody waits for company.
 */
final class Line {

    /** Texts taken from the line at once. */
    private static final int MOST_TAKEN = 16;
    /** More texts in one run are no cheaper. */
    private static final int MOST_TOGETHER = 8;
    /** Tokens of one run, with those that fill the shorter texts up: about 25 ms. */
    private static final int MOST_TOKENS = 128;

    /**
     * A text that waits.
     *
     * @param tokens the text
     * @param whole whether all of it counts, or its first window only
     * @param key under which its vector is remembered, if at all
     * @param vector where its vector goes
     */
    record Waiting(
            Encoder.Tokens tokens, boolean whole, @Nullable String key, CompletableFuture<float[]> vector) {

        boolean isLong() {
            return whole && tokens.count() > Encoder.WINDOW;
        }

        private int read() {
            return Math.min(tokens.count(), Encoder.WINDOW);
        }
    }

    private final Queue<Waiting> urgent;
    private final Queue<Waiting> others;
    private final Semaphore waiting = new Semaphore(0);

    /**
     * An empty line.
     *
     * @param room how many may wait; of each kind
     */
    Line(int room) {
        this.urgent = new ArrayBlockingQueue<>(room);
        this.others = new ArrayBlockingQueue<>(room);
    }

    /** Joins. Whether there was room. */
    boolean join(Waiting one, boolean isUrgent) {
        boolean joined = (isUrgent ? urgent : others).offer(one);
        if (joined) {
            waiting.release();
        }
        return joined;
    }

    /** How many wait. */
    int size() {
        return urgent.size() + others.size();
    }

    /**
     * What was taken from the line.
     *
     * @param hurry whether look-ups wait for it; whatever else was taken lets them go first between two runs
     * @param runs in the order in which they are to be computed
     */
    record Taken(boolean hurry, List<List<Waiting>> runs) {}

    /** Look-ups that came while others were being computed; none if there are none. */
    List<List<Waiting>> overtaking() {
        List<Waiting> taken = new ArrayList<>();
        while (taken.size() < MOST_TAKEN && !urgent.isEmpty() && waiting.tryAcquire()) {
            Waiting next = urgent.poll();
            if (next == null) {
                // Another thread was faster; what this permit stands for still waits.
                waiting.release();
                break;
            }
            if (!next.vector().isDone()) {
                taken.add(next);
            }
        }
        return runs(taken);
    }

    /** Waits for a text and takes it with some of those that wait too, in runs. */
    Taken take() throws InterruptedException {
        waiting.acquire();
        List<Waiting> taken = new ArrayList<>();
        boolean hurry = !urgent.isEmpty();
        Queue<Waiting> from = hurry ? urgent : others;
        do {
            Waiting next = from.poll();
            if (next == null) {
                // Another thread was faster with this kind, so there is one of the other kind.
                next = (hurry ? others : urgent).poll();
            }
            if (next != null && !next.vector().isDone()) {
                taken.add(next);
            }
        } while (taken.size() < MOST_TAKEN && !from.isEmpty() && waiting.tryAcquire());
        return new Taken(hurry, runs(taken));
    }

    /** Short texts first; each run within its bounds, a text longer than a window alone. */
    static List<List<Waiting>> runs(List<Waiting> taken) {
        List<Waiting> sorted = new ArrayList<>(taken);
        sorted.sort(Comparator.comparingInt(one -> one.tokens().count()));
        List<List<Waiting>> runs = new ArrayList<>();
        @Nullable List<Waiting> run = null;
        for (Waiting one : sorted) {
            if (run == null
                    || one.isLong()
                    || run.size() == MOST_TOGETHER
                    || (run.size() + 1) * one.read() > MOST_TOKENS) {
                run = new ArrayList<>();
                runs.add(run);
            }
            run.add(one);
        }
        return runs;
    }
}
