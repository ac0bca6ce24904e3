package dev.sluice.optimizer.choice;

/** Where questions lie: the main axes of their vectors, cut to length 1, and their traits beside. */
public final class Space {

    /** A trait lies no farther out, however odd the text. */
    private static final float FARTHEST = 1;

    private final float[] mean;
    private final float[][] axes;
    private final float[] traitMean;
    private final float[] traitScale;
    /** The axes turned round: for each number of a vector its part in every axis, which wide registers add at once. */
    private final float[][] parts;

    /**
     * A space.
     *
     * @param mean of the vectors
     * @param axes orthonormal, the main one first
     * @param traitMean of the traits
     * @param traitScale what a trait's distance from its mean is multiplied by
     */
    public Space(float[] mean, float[][] axes, float[] traitMean, float[] traitScale) {
        this.mean = mean;
        this.axes = axes;
        this.traitMean = traitMean;
        this.traitScale = traitScale;
        this.parts = new float[mean.length][axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
            for (int i = 0; i < mean.length; i++) {
                parts[i][axis] = axes[axis][i];
            }
        }
    }

    /** How many numbers a place has. */
    public int dimensions() {
        return axes.length + traitMean.length;
    }

    /** The place of a question. */
    public float[] place(float[] vector, String text) {
        float[] sums = onAxes(vector);
        double squares = 0;
        for (float sum : sums) {
            squares += (double) sum * sum;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-9));
        float[] place = new float[dimensions()];
        for (int axis = 0; axis < sums.length; axis++) {
            place[axis] = sums[axis] * scale;
        }
        double[] traits = Traits.of(text);
        for (int i = 0; i < traits.length; i++) {
            float trait = (float) ((traits[i] - traitMean[i]) * traitScale[i]);
            place[axes.length + i] = Math.clamp(trait, -FARTHEST, FARTHEST);
        }
        return place;
    }

    private float[] onAxes(float[] vector) {
        float[] sums = new float[axes.length];
        int i = 0;
        for (; i + 3 < mean.length; i += 4) {
            float[] first = parts[i];
            float[] second = parts[i + 1];
            float[] third = parts[i + 2];
            float[] fourth = parts[i + 3];
            float one = vector[i] - mean[i];
            float two = vector[i + 1] - mean[i + 1];
            float three = vector[i + 2] - mean[i + 2];
            float four = vector[i + 3] - mean[i + 3];
            for (int axis = 0; axis < sums.length; axis++) {
                sums[axis] += (one * first[axis] + two * second[axis]) + (three * third[axis] + four * fourth[axis]);
            }
        }
        for (; i < mean.length; i++) {
            float number = vector[i] - mean[i];
            for (int axis = 0; axis < sums.length; axis++) {
                sums[axis] += number * parts[i][axis];
            }
        }
        return sums;
    }

    /** The traits of a text, for training. */
    public static double[] traits(String text) {
        return Traits.of(text);
    }

    float[] mean() {
        return mean;
    }

    float[][] axes() {
        return axes;
    }

    float[] traitMean() {
        return traitMean;
    }

    float[] traitScale() {
        return traitScale;
    }
}
