package dev.sluice.gateway.policy;

import dev.sluice.gateway.GatewayConfig.OptimizeLevel;

/**
 * How far prompts are shortened.
 *
 * @param level without an {@code x-sluice-optimize} header
 * @param locked whether callers may only turn it off
 */
public record Optimizing(OptimizeLevel level, boolean locked) {}
