package dev.sluice.optimizer.shorten;

/**
 * What extraction keeps when no target is given.
 *
 * @param medium share of tokens kept at medium, 0 to 1
 * @param aggressive share of tokens kept at aggressive, 0 to 1
 * @param extractFrom texts with fewer tokens are not extracted from: there is too little to choose from
 */
public record Rates(double medium, double aggressive, int extractFrom) {}
