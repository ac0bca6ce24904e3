package dev.sluice.optimizer.choice;

import java.util.Arrays;

/**
 * The words of a question, and each two that follow each other, as numbers of buckets (Weinberger et al., feature hashing,
 * ICML 2009). Letters of ASCII make words, any other character that is no blank is one of its own.
 */
public final class Words {

    /** How many buckets there are. */
    public static final int BUCKETS = 1 << 14;

    /** What follows is not looked at. */
    private static final int LONGEST = 4_000;

    private static final int SEED = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    private static final float[] LOGARITHMS = new float[64];

    static {
        for (int i = 0; i < LOGARITHMS.length; i++) {
            LOGARITHMS[i] = (float) StrictMath.log(1.0 + i);
        }
    }

    private final int[] buckets;
    private final float[] values;

    private Words(int[] buckets, float[] values) {
        this.buckets = buckets;
        this.values = values;
    }

    /**
     * Those of a text: for each bucket that it has, the logarithm of one more than how often. The length of all of them
     * together is 1 once they are weighed.
     *
     * @param rarity what each bucket counts
     */
    public static Words of(String text, float[] rarity) {
        int length = Math.min(text.length(), LONGEST);
        int[] found = new int[2 * length];
        short[] counts = new short[BUCKETS];
        int size = 0;
        int before = 0;
        int at = 0;
        while (at < length) {
            int hash = SEED;
            int from = at;
            while (at < length && isLetter(text.charAt(at))) {
                hash = (hash ^ (text.charAt(at) | 0x20)) * PRIME;
                at++;
            }
            if (at == from) {
                char other = text.charAt(at++);
                if (Character.isWhitespace(other)) {
                    continue;
                }
                hash = (hash ^ other) * PRIME;
            }
            size = add(bucket(hash), counts, found, size);
            if (before != 0) {
                size = add(bucket(before * 31 + hash), counts, found, size);
            }
            before = hash;
        }
        return weighed(Arrays.copyOf(found, size), counts, rarity);
    }

    private static Words weighed(int[] buckets, short[] counts, float[] rarity) {
        float[] values = new float[buckets.length];
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = LOGARITHMS[Math.min(counts[buckets[i]], LOGARITHMS.length - 1)] * rarity[buckets[i]];
            squares += values[i] * values[i];
        }
        float scale = (float) (1 / Math.max(1e-6, Math.sqrt(squares)));
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return new Words(buckets, values);
    }

    private static int add(int bucket, short[] counts, int[] found, int size) {
        if (counts[bucket]++ == 0) {
            found[size] = bucket;
            return size + 1;
        }
        return size;
    }

    private static int bucket(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        return (mixed ^ (mixed >>> 13)) & (BUCKETS - 1);
    }

    private static boolean isLetter(char c) {
        int small = c | 0x20;
        return small >= 'a' && small <= 'z';
    }

    /** What they add up to when each bucket has a weight. */
    public double times(float[] weights) {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += values[i] * weights[buckets[i]];
        }
        return sum;
    }

    /** The buckets that the text has, each once. */
    public int[] buckets() {
        return buckets;
    }

    /** What each of them counts. */
    public float[] values() {
        return values;
    }
}
