package dev.sluice.testkit;

import java.time.Duration;

/**
 * One thing that is wrong with a connection. The names are those of Toxiproxy (github.com/Shopify/toxiproxy); where the
 * effect differs the type says so.
 */
public sealed interface Toxic {

    /** Each piece of data arrives later by {@code delay}, give or take up to {@code jitter}; order is kept. */
    record Latency(Duration delay, Duration jitter) implements Toxic {

        /** Without jitter. */
        public Latency(Duration delay) {
            this(delay, Duration.ZERO);
        }
    }

    /** No more than this many bytes a second. */
    record Bandwidth(long bytesPerSecond) implements Toxic {

        public Bandwidth {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + ", must be at least 1");
            }
        }
    }

    /** Data arrives in slices of at most this size, with a pause after each. */
    record Slicer(int bytes, Duration pause) implements Toxic {

        public Slicer {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes is " + bytes + ", must be at least 1");
            }
        }
    }

    /**
     * Nothing gets through, ends of connections included; after {@code closeAfter} the connection is closed, or never
     * when that is zero. What was sent meanwhile arrives when the toxic is removed, as TCP would do after a partition
     * (Toxiproxy's "timeout" drops it).
     */
    record Blackhole(Duration closeAfter) implements Toxic {

        /** For as long as it is there. */
        public Blackhole() {
            this(Duration.ZERO);
        }
    }

    /** The connection is reset (TCP RST to both sides) this long after it was made or the toxic was added. */
    record ResetPeer(Duration after) implements Toxic {

        /** At once. */
        public ResetPeer() {
            this(Duration.ZERO);
        }
    }

    /** The connection is closed when this many bytes went through, counted anew from when the toxics last changed. */
    record LimitData(long bytes) implements Toxic {}

    /** The end of the connection is passed on this much later. */
    record SlowClose(Duration delay) implements Toxic {}
}
