package dev.sluice.optimizer.guard;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How a tenant's guard stands since it last began anew.
 *
 * @param optimised answers to shortened prompts
 * @param optimisedBad bad ones among them
 * @param control answers to prompts left alone
 * @param controlBad bad ones among them
 * @param rollBacks how often shortening was turned off
 * @param off whether it is off now
 */
@RegisterForReflection
public record GuardStats(
        long optimised, long optimisedBad, long control, long controlBad, long rollBacks, boolean off) {}
