package dev.sluice.cache.store;

/**
 * An answer with what the store knows about its use.
 *
 * @param answer the answer
 * @param hits how often it was served
 */
public record Held(Answer answer, long hits) {}
