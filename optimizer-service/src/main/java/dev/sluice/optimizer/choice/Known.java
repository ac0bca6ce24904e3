package dev.sluice.optimizer.choice;

/**
 * Questions whose outcome is known, as places without their words. A byte for each number, column by column, so that all of
 * them stay in the processor's second cache and distances are computed at the pace of its wide registers.
 */
public final class Known {

    private static final int TILE = 1024;
    /** What a number of a place is rounded to: so many steps to either side. */
    private static final int STEPS = 127;

    private final byte[][] columns;
    private final float[] scales;
    private final float[] squares;
    private final boolean[] cheap;
    private final boolean[] strong;
    private final int neighbours;

    /**
     * Known questions; their places are rounded.
     *
     * @param columns a column for each dimension
     * @param cheap whether the cheap model was right
     * @param strong whether the strong model was right
     * @param neighbours how many of them are looked at
     */
    public Known(float[][] columns, boolean[] cheap, boolean[] strong, int neighbours) {
        this(rounded(columns), scales(columns), cheap, strong, neighbours);
    }

    /** Known questions whose places are rounded already: a number is its byte times its column's scale. */
    Known(byte[][] columns, float[] scales, boolean[] cheap, boolean[] strong, int neighbours) {
        this.columns = columns;
        this.scales = scales;
        this.cheap = cheap;
        this.strong = strong;
        this.neighbours = neighbours;
        this.squares = new float[cheap.length];
        for (int column = 0; column < columns.length; column++) {
            for (int row = 0; row < squares.length; row++) {
                float number = columns[column][row] * scales[column];
                squares[row] += number * number;
            }
        }
    }

    private static float[] scales(float[][] columns) {
        float[] scales = new float[columns.length];
        for (int i = 0; i < scales.length; i++) {
            float most = 1e-9f;
            for (float value : columns[i]) {
                most = Math.max(most, Math.abs(value));
            }
            scales[i] = most / STEPS;
        }
        return scales;
    }

    private static byte[][] rounded(float[][] columns) {
        float[] scales = scales(columns);
        byte[][] rounded = new byte[columns.length][];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = new byte[columns[i].length];
            for (int row = 0; row < rounded[i].length; row++) {
                rounded[i][row] = (byte) Math.round(columns[i][row] / scales[i]);
            }
        }
        return rounded;
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
        float own = 0;
        for (float number : place) {
            own += number * number;
        }
        float[] distances = distances(place);
        int count = Math.min(neighbours, distances.length);
        int[] nearest = Nearest.of(distances, count);
        int cheapRight = 0;
        int strongRight = 0;
        float least = Float.MAX_VALUE;
        for (int row : nearest) {
            cheapRight += cheap[row] ? 1 : 0;
            strongRight += strong[row] ? 1 : 0;
            least = Math.min(least, distances[row]);
        }
        double distance = Math.sqrt(Math.max(0, least + own));
        return new Near((double) cheapRight / count, (double) strongRight / count, distance);
    }

    /** Squares of the distances of all rows, less the square of the place's own length. */
    float[] distances(float[] place) {
        float[] distances = squares.clone();
        for (int from = 0; from < distances.length; from += TILE) {
            addTile(place, distances, from, Math.min(distances.length, from + TILE));
        }
        return distances;
    }

    /** Four columns at a time over rows that stay in the nearest memory meanwhile. Sums of floats: those of ints stay narrow. */
    private void addTile(float[] place, float[] distances, int from, int to) {
        int column = 0;
        for (; column + 3 < columns.length; column += 4) {
            byte[] first = columns[column];
            byte[] second = columns[column + 1];
            byte[] third = columns[column + 2];
            byte[] fourth = columns[column + 3];
            float one = -2 * place[column] * scales[column];
            float two = -2 * place[column + 1] * scales[column + 1];
            float three = -2 * place[column + 2] * scales[column + 2];
            float four = -2 * place[column + 3] * scales[column + 3];
            for (int row = from; row < to; row++) {
                distances[row] += one * first[row] + two * second[row] + three * third[row] + four * fourth[row];
            }
        }
        for (; column < columns.length; column++) {
            byte[] values = columns[column];
            float factor = -2 * place[column] * scales[column];
            for (int row = from; row < to; row++) {
                distances[row] += factor * values[row];
            }
        }
    }

    byte[][] columns() {
        return columns;
    }

    float[] scales() {
        return scales;
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
