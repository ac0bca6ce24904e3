package dev.sluice.cache.index;

/**
 * What a search found.
 *
 * @param item what was added with the vector
 * @param similarity cosine of its vector and the one searched for, exact to about 0.001
 */
public record Hit<T>(T item, double similarity) {}
