package dev.sluice.contracts.cache;

/**
 * Who asks for a value and may have to compute it.
 *
 * @param leaseSeconds how long computing it may take, 1 to 600; then another one is told to
 */
public record ValueQuestion(long leaseSeconds) {}
