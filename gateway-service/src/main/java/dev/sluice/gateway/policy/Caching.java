package dev.sluice.gateway.policy;

import dev.sluice.gateway.GatewayConfig.CacheMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When answers are reused. Absent parts are as configured.
 *
 * @param mode without an {@code x-sluice-cache} header
 * @param ttl how long an answer is served; at least a second
 * @param maxTemperature requests with a higher one are not cached, 0 to 2
 * @param maxError the part of requests that may get an answer to another question, 0 to 0.2
 * @param locked whether callers may only turn it off
 */
public record Caching(
        @Nullable CacheMode mode,
        @Nullable Duration ttl,
        @Nullable Double maxTemperature,
        @Nullable Double maxError,
        boolean locked) {}
