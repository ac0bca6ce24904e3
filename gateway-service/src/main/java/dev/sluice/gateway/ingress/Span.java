package dev.sluice.gateway.ingress;

/**
 * A piece of a body.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 */
public record Span(int start, int end) {}
