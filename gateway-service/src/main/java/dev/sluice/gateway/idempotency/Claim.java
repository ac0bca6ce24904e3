package dev.sluice.gateway.idempotency;

/**
 * A request that runs under a name.
 *
 * @param body digest of its body
 * @param run tells this run from any other
 */
record Claim(String body, String run) {}
