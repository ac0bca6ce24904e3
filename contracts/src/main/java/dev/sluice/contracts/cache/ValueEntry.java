package dev.sluice.contracts.cache;

/**
 * A value worth keeping.
 *
 * @param value the value, a text
 * @param ttlSeconds how long it may be used, at least 1
 */
public record ValueEntry(String value, long ttlSeconds) {}
