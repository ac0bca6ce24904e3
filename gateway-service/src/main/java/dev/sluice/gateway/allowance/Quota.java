package dev.sluice.gateway.allowance;

import java.time.Duration;

/**
 * So many units in each window of time.
 *
 * @param limit requests or tokens; at least 1
 * @param window the window's length; a second to a month
 */
public record Quota(long limit, Duration window) {

    private static final Duration LONGEST = Duration.ofDays(31);

    public Quota {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a window is 1 second to 31 days long");
        }
    }
}
