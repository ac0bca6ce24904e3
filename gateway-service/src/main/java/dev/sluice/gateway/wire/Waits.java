package dev.sluice.gateway.wire;

import java.time.Duration;

/** Durations as people read them in errors. */
final class Waits {

    private static final long MILLIS_A_SECOND = 1_000;

    private Waits() {}

    static String text(Duration time) {
        long millis = time.toMillis();
        return millis % MILLIS_A_SECOND == 0 ? millis / MILLIS_A_SECOND + " s" : millis + " ms";
    }
}
