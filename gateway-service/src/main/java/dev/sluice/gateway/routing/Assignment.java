package dev.sluice.gateway.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Which variant of an experiment somebody gets: always the same one, and independent of what the same one gets in other
 * experiments. MurmurHash3 (Appleby, x86 32 bit, seed 0) of {@code experiment NUL unit}, modulo 10,000 buckets, which the
 * variants share out in their order by weight.
 */
public final class Assignment {

    /** Shares are exact to a hundredth of a percent. */
    public static final int BUCKETS = 10_000;

    private Assignment() {}

    /** The bucket of a unit, from 0. */
    public static int bucket(String experiment, String unit) {
        byte[] bytes = (experiment + '\0' + unit).getBytes(StandardCharsets.UTF_8);
        return Integer.remainderUnsigned(MurmurHash3.hash32x86(bytes), BUCKETS);
    }

    /** The variant whose share of the buckets holds the bucket. */
    public static <V> V pick(List<V> variants, ToDoubleFunction<V> weight, int bucket) {
        double total = variants.stream().mapToDouble(weight).sum();
        double upTo = 0;
        for (V variant : variants) {
            upTo += weight.applyAsDouble(variant);
            if (bucket < Math.round(upTo / total * BUCKETS)) {
                return variant;
            }
        }
        return variants.getLast();
    }
}
