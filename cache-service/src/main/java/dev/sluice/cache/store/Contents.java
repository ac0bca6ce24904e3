package dev.sluice.cache.store;

/**
 * How much a tenant has in a store; about, since what expires is counted out later.
 *
 * @param entries answers
 * @param bytes their size
 */
public record Contents(long entries, long bytes) {}
