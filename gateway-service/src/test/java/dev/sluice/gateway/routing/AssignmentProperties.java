package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Who is in which variant: the same for ever, in fair shares, and independent between experiments. */
class AssignmentProperties {

    private record Arm(int at, double weight) {}

    @Example
    void theHashIsTheMurmurHash3OfItsPublishedVectors() {
        // bucket = murmur3_32("\0") mod 10,000; 0x514E28B7 is the published hash of one zero byte with seed 0.
        assertThat(Assignment.bucket("", "")).isEqualTo(0x514E28B7 % 10_000);
    }

    @Property
    void theSameUnitIsAlwaysInTheSameBucket(
            @ForAll @StringLength(max = 40) String experiment, @ForAll @StringLength(max = 80) String unit) {
        int bucket = Assignment.bucket(experiment, unit);

        assertThat(bucket).isBetween(0, Assignment.BUCKETS - 1).isEqualTo(Assignment.bucket(experiment, unit));
    }

    @Property(tries = 200)
    void everyBucketHasAVariantAndSharesAreExactToABucket(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0.01, max = 1_000) Double> weights) {
        List<Arm> arms = IntStream.range(0, weights.size())
                .mapToObj(i -> new Arm(i, weights.get(i)))
                .toList();
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        Map<Integer, Integer> counted = new HashMap<>();
        for (int bucket = 0; bucket < Assignment.BUCKETS; bucket++) {
            counted.merge(Assignment.pick(arms, Arm::weight, bucket).at(), 1, Integer::sum);
        }

        for (Arm arm : arms) {
            assertThat((double) counted.getOrDefault(arm.at(), 0))
                    .isBetween(
                            arm.weight() / total * Assignment.BUCKETS - 1,
                            arm.weight() / total * Assignment.BUCKETS + 1);
        }
    }

    @Property(tries = 20)
    void unitsSpreadEvenlyOverTenths(@ForAll @IntRange(max = 1_000_000) int seed) {
        int units = 20_000;
        int[] tenths = new int[10];
        for (int i = 0; i < units; i++) {
            tenths[Assignment.bucket("experiment-" + seed, "user-" + i) / 1_000]++;
        }
        // Chi-square with 9 degrees of freedom: 40 is exceeded by one fair spread in 130,000.
        double expected = units / 10.0;
        double chi = 0;
        for (int count : tenths) {
            chi += (count - expected) * (count - expected) / expected;
        }
        assertThat(chi).isLessThan(40);
    }

    @Property(tries = 20)
    void twoExperimentsDivideUnitsIndependently(@ForAll @IntRange(max = 1_000_000) int seed) {
        int units = 20_000;
        int both = 0;
        for (int i = 0; i < units; i++) {
            boolean first = Assignment.bucket("one-" + seed, "user-" + i) < 5_000;
            boolean second = Assignment.bucket("two-" + seed, "user-" + i) < 5_000;
            both += first && second ? 1 : 0;
        }
        // A quarter; the standard deviation is 61.
        assertThat(both).isBetween(5_000 - 330, 5_000 + 330);
    }
}
