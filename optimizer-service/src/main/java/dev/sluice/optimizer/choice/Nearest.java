package dev.sluice.optimizer.choice;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest of many. A heap over all of them would be turned over again and again while it still holds whatever came
 * first; so a sample tells how near is near enough, and only what is so near goes through the heap.
 */
final class Nearest {

    /** One in so many is looked at for the limit. */
    private static final int SAMPLED = 16;

    /** A limit that lets through so many times as many as wanted is none. */
    private static final int MOST = 5;

    private Nearest() {}

    /** The rows of the least distances, in no order; exact, whatever the sample says. */
    static int[] of(float[] distances, int count) {
        int[] near = withinSampledLimit(distances, count);
        if (near != null) {
            return heap(distances, near, count);
        }
        int[] all = new int[distances.length];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        return heap(distances, all, count);
    }

    /** Rows up to a limit that about twice as many as wanted are below; null if they are too few or too many. */
    private static int @Nullable [] withinSampledLimit(float[] distances, int count) {
        int sampled = distances.length / SAMPLED;
        int wanted = 2 * count / SAMPLED;
        if (wanted < 4 || wanted >= sampled / 2) {
            return null;
        }
        int[] sample = new int[sampled];
        for (int i = 0; i < sampled; i++) {
            sample[i] = i * SAMPLED;
        }
        float limit = distances[heap(distances, sample, wanted)[0]];
        int[] near = new int[MOST * count];
        int found = 0;
        for (int row = 0; row < distances.length; row++) {
            if (distances[row] <= limit) {
                if (found == near.length) {
                    return null;
                }
                near[found++] = row;
            }
        }
        return found < count ? null : Arrays.copyOf(near, found);
    }

    /** A heap of the nearest of some rows, the farthest of them on top. */
    private static int[] heap(float[] distances, int[] rows, int count) {
        int[] heap = Arrays.copyOf(rows, count);
        for (int at = count / 2 - 1; at >= 0; at--) {
            sink(heap, at, distances);
        }
        float limit = distances[heap[0]];
        for (int i = count; i < rows.length; i++) {
            int row = rows[i];
            if (distances[row] < limit) {
                heap[0] = row;
                sink(heap, 0, distances);
                limit = distances[heap[0]];
            }
        }
        return heap;
    }

    private static void sink(int[] heap, int from, float[] distances) {
        int at = from;
        int row = heap[at];
        float own = distances[row];
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && distances[heap[child + 1]] > distances[heap[child]]) {
                child++;
            }
            if (distances[heap[child]] <= own) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = row;
    }
}
