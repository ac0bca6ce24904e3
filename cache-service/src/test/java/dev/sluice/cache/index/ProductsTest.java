package dev.sluice.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ProductsTest {

    private final Products plain = new Products.PlainProducts();

    @Property(tries = 300)
    void allArithmeticsAgree(@ForAll @Size(max = 800) byte[] a, @ForAll byte shift) {
        byte[] b = new byte[a.length];
        int expected = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) Math.max(-127, a[i]);
            b[i] = (byte) Math.max(-127, (byte) (a[a.length - 1 - i] ^ shift));
            expected += a[i] * b[i];
        }
        assertThat(plain.of(a, b)).isEqualTo(expected);
        assertThat(Products.BEST.of(a, b)).isEqualTo(expected);
    }

    @Property(tries = 100)
    void aCodeLosesLittle(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new java.util.SplittableRandom(seed);
        float[] a = new float[384];
        float[] b = new float[384];
        for (int i = 0; i < 384; i++) {
            a[i] = (float) (random.nextGaussian() / Math.sqrt(384));
            b[i] = (float) (a[i] + random.nextGaussian() / 60);
        }
        double exact = 0;
        for (int i = 0; i < 384; i++) {
            exact += (double) a[i] * b[i];
        }
        assertThat((double) Code.of(a).times(Code.of(b))).isCloseTo(exact, within(0.006));
        assertThat(Code.of(a).times(b)).isCloseTo(exact, within(0.005));
    }
}
