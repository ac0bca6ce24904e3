package dev.sluice.optimizer.choice;

/**
 * What words say of the outcome, a number for each of their {@link Words#BUCKETS buckets}.
 *
 * @param rarity what a bucket counts
 * @param cheap what it adds to "the cheap model is right"
 * @param strong the same for the strong model
 */
@SuppressWarnings("ArrayRecordComponent") // numbers that are never compared, and too many to copy
public record Vocabulary(float[] rarity, float[] cheap, float[] strong) {}
