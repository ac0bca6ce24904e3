package dev.sluice.optimizer.choice;

/**
 * Questions whose outcome is known, as places without their words. Column by column, so that all distances are computed
 * at the pace of the processor's wide registers.
 */
public final class Known {

    private static final int TILE = 1024;

    private final float[][] columns;
    private final float[] squares;
    private final boolean[] cheap;
    private final boolean[] strong;
    private final int neighbours;

    /**
     * Known questions.
     *
     * @param columns a column for each dimension
     * @param cheap whether the cheap model was right
     * @param strong whether the strong model was right
     * @param neighbours how many of them are looked at
     */
    public Known(float[][] columns, boolean[] cheap, boolean[] strong, int neighbours) {
        this.columns = columns;
        this.cheap = cheap;
        this.strong = strong;
        this.neighbours = neighbours;
        this.squares = new float[cheap.length];
        for (float[] column : columns) {
            for (int row = 0; row < squares.length; row++) {
                squares[row] += column[row] * column[row];
            }
        }
    }

    /**
     * What became of the nearest.
     *
     * @param cheap the part of them that the cheap model got right
     * @param strong the part of them that the strong model got right
     * @param distance of the very nearest
     */
    public record Near(double cheap, double strong, double distance) {}

    /** The nearest of a place. */
    public Near near(float[] place) {
        float[] distances = squares.clone();
        float own = 0;
        for (float number : place) {
            own += number * number;
        }
        for (int from = 0; from < distances.length; from += TILE) {
            addTile(place, distances, from, Math.min(distances.length, from + TILE));
        }
        int count = Math.min(neighbours, distances.length);
        int[] nearest = nearest(distances, count);
        int cheapRight = 0;
        int strongRight = 0;
        for (int row : nearest) {
            cheapRight += cheap[row] ? 1 : 0;
            strongRight += strong[row] ? 1 : 0;
        }
        float least = Float.MAX_VALUE;
        for (int row : nearest) {
            least = Math.min(least, distances[row]);
        }
        double distance = Math.sqrt(Math.max(0, least + own));
        return new Near((double) cheapRight / count, (double) strongRight / count, distance);
    }

    /** Four columns at a time over rows that stay in the nearest memory meanwhile. */
    private void addTile(float[] place, float[] distances, int from, int to) {
        int column = 0;
        for (; column + 3 < columns.length; column += 4) {
            float[] first = columns[column];
            float[] second = columns[column + 1];
            float[] third = columns[column + 2];
            float[] fourth = columns[column + 3];
            float one = -2 * place[column];
            float two = -2 * place[column + 1];
            float three = -2 * place[column + 2];
            float four = -2 * place[column + 3];
            for (int row = from; row < to; row++) {
                distances[row] += one * first[row] + two * second[row] + three * third[row] + four * fourth[row];
            }
        }
        for (; column < columns.length; column++) {
            float[] values = columns[column];
            float twice = -2 * place[column];
            for (int row = from; row < to; row++) {
                distances[row] += twice * values[row];
            }
        }
    }

    /** A heap of the nearest rows, the farthest of them on top. */
    private static int[] nearest(float[] distances, int count) {
        int[] heap = new int[count];
        for (int row = 0; row < count; row++) {
            heap[row] = row;
        }
        for (int at = count / 2 - 1; at >= 0; at--) {
            sink(heap, at, distances);
        }
        float limit = distances[heap[0]];
        for (int row = count; row < distances.length; row++) {
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
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && distances[heap[child + 1]] > distances[heap[child]]) {
                child++;
            }
            if (distances[heap[child]] <= distances[row]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = row;
    }

    float[][] columns() {
        return columns;
    }

    boolean[] cheap() {
        return cheap;
    }

    boolean[] strong() {
        return strong;
    }

    int neighbours() {
        return neighbours;
    }
}
