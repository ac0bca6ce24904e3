package dev.sluice.cache.faq;

/** Small sums over answers. */
final class Odds {

    /** What nobody votes for is not impossible. */
    private static final float LEAST = 1e-6f;

    private Odds() {}

    /** Probabilities, in a new array. */
    static float[] softmax(float[] scores) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        float[] odds = new float[scores.length];
        float sum = 0;
        for (int c = 0; c < scores.length; c++) {
            odds[c] = (float) Math.exp(scores[c] - most);
            sum += odds[c];
        }
        for (int c = 0; c < odds.length; c++) {
            odds[c] /= sum;
        }
        return odds;
    }

    /** The geometric mean of several opinions, as probabilities: an answer that one of them rules out is out. */
    static float[] agreed(float[]... opinions) {
        float[] logs = new float[opinions[0].length];
        for (float[] opinion : opinions) {
            for (int c = 0; c < logs.length; c++) {
                logs[c] += (float) Math.log(opinion[c] + LEAST) / opinions.length;
            }
        }
        return softmax(logs);
    }

    static int best(float[] odds) {
        int best = 0;
        for (int c = 1; c < odds.length; c++) {
            if (odds[c] > odds[best]) {
                best = c;
            }
        }
        return best;
    }
}
