package dev.sluice.cache.index;

/** Inner products of small integers: what a search spends its time on. */
abstract class Products {

    /** The fastest that runs here, decided once. */
    static final Products BEST = best();

    private static Products best() {
        if (isCompiledWide()) {
            try {
                return new WideProducts();
            } catch (LinkageError | UnsupportedOperationException notHere) {
                return new PlainProducts();
            }
        }
        return new PlainProducts();
    }

    /** The module must be there, and the compiler that turns its calls into instructions; without it they crawl. */
    private static boolean isCompiledWide() {
        String vm = System.getProperty("java.vm.info", "");
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && !vm.contains("emulated-client")
                && !vm.contains("interpreted");
    }

    /** The sum of the products of two lists of the same length. */
    abstract int of(byte[] a, byte[] b);

    /** How it is done, for people. */
    abstract String kind();

    /** Whether many are multiplied at once. */
    boolean isWide() {
        return false;
    }

    /** One multiplication at a time, in four sums that do not wait for each other. */
    static final class PlainProducts extends Products {

        @Override
        int of(byte[] a, byte[] b) {
            int s0 = 0;
            int s1 = 0;
            int s2 = 0;
            int s3 = 0;
            int i = 0;
            for (; i + 3 < a.length; i += 4) {
                s0 += a[i] * b[i];
                s1 += a[i + 1] * b[i + 1];
                s2 += a[i + 2] * b[i + 2];
                s3 += a[i + 3] * b[i + 3];
            }
            for (; i < a.length; i++) {
                s0 += a[i] * b[i];
            }
            return s0 + s1 + s2 + s3;
        }

        @Override
        String kind() {
            return "plain";
        }
    }
}
