package dev.sluice.gateway.resilience;

import java.util.Locale;

/** How a deployment stands. */
enum Standing {
    /** It is asked. */
    HEALTHY,
    /** It is left alone, since it failed or was slow. */
    OPEN,
    /** A few calls try whether it is well again. */
    PROBED,
    /** It is left alone, since it asked for that. */
    COOLING;

    /** As in metrics and in {@code /system/status}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
