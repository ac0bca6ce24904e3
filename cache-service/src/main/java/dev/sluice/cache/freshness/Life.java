package dev.sluice.cache.freshness;

import java.time.Duration;

/**
 * How long an answer is served from the moment it came.
 *
 * @param fresh as it is
 * @param whole in all, the rest of it only while a new one is being asked for; not shorter than {@code fresh}
 */
public record Life(Duration fresh, Duration whole) {}
