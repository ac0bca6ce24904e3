package dev.sluice.testkit;

/**
 * A request whose client left before the end of the answer.
 *
 * @param request the request
 * @param chunks chunks written until then
 * @param bytes body bytes written until then
 */
public record Cancelled(Received request, int chunks, long bytes) {}
