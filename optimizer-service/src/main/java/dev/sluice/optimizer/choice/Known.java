package dev.sluice.optimizer.choice;

/**
 * Questions whose outcome is known, as places without their words, and how much each of them pulls a place near it: a kernel
 * machine. A byte for each number, column by column, so that all of them stay in the processor's second cache and are gone
 * through once, at the pace of its wide registers.
 */
public final class Known {

    private static final int TILE = 1024;
    /** Parts of one. Sums up to 32 fit. */
    private static final float PARTS = 1 << 26;
    /** What a number of a place is rounded to: so many steps to either side. */
    private static final int STEPS = 127;

    private final byte[][] columns;
    private final float[] scales;
    private final float[] squares;
    private final float[] cheap;
    private final float[] strong;

    /**
     * Known questions; their places are rounded.
     *
     * @param columns a column for each dimension
     * @param cheap how much each of them adds to "the cheap model is right"
     * @param strong the same for the strong model
     */
    public Known(float[][] columns, float[] cheap, float[] strong) {
        this(rounded(columns), scales(columns), cheap, strong);
    }

    /** Known questions whose places are rounded already: a number is its byte times its column's scale. */
    Known(byte[][] columns, float[] scales, float[] cheap, float[] strong) {
        this.columns = columns;
        this.scales = scales;
        this.cheap = cheap;
        this.strong = strong;
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
     * What the known questions say of a place.
     *
     * @param cheap what they add to "the cheap model is right"
     * @param strong the same for the strong model
     * @param distance of the nearest of them
     */
    public record Near(double cheap, double strong, double distance) {}

    /** What they say of a place. */
    public Near near(float[] place) {
        float[] products = products(place);
        float least = Float.MAX_VALUE;
        for (int row = 0; row < products.length; row++) {
            least = Math.min(least, squares[row] - 2 * products[row]);
        }
        for (int row = 0; row < products.length; row++) {
            products[row] = Pull.of(products[row]);
        }
        float own = 0;
        for (float number : place) {
            own += number * number;
        }
        return new Near(sum(products, cheap), sum(products, strong), Math.sqrt(Math.max(0, least + own)));
    }

    /** The product of each known place with this one. */
    private float[] products(float[] place) {
        float[] products = new float[squares.length];
        for (int from = 0; from < products.length; from += TILE) {
            addTile(place, products, from, Math.min(products.length, from + TILE));
        }
        return products;
    }

    /** Four columns at a time over rows that stay in the nearest memory meanwhile. Sums of floats: those of ints stay narrow. */
    private void addTile(float[] place, float[] products, int from, int to) {
        int column = 0;
        for (; column + 3 < columns.length; column += 4) {
            byte[] first = columns[column];
            byte[] second = columns[column + 1];
            byte[] third = columns[column + 2];
            byte[] fourth = columns[column + 3];
            float one = place[column] * scales[column];
            float two = place[column + 1] * scales[column + 1];
            float three = place[column + 2] * scales[column + 2];
            float four = place[column + 3] * scales[column + 3];
            for (int row = from; row < to; row++) {
                products[row] += (one * first[row] + two * second[row]) + (three * third[row] + four * fourth[row]);
            }
        }
        for (; column < columns.length; column++) {
            byte[] values = columns[column];
            float factor = place[column] * scales[column];
            for (int row = from; row < to; row++) {
                products[row] += factor * values[row];
            }
        }
    }

    /** The sum of the products, in whole parts: these may be added in any order, so wide registers do it side by side. */
    private static double sum(float[] pulls, float[] weights) {
        int parts = 0;
        for (int row = 0; row < pulls.length; row++) {
            parts += (int) (pulls[row] * weights[row] * PARTS);
        }
        return parts / (double) PARTS;
    }

    byte[][] columns() {
        return columns;
    }

    float[] scales() {
        return scales;
    }

    float[] cheap() {
        return cheap;
    }

    float[] strong() {
        return strong;
    }
}
