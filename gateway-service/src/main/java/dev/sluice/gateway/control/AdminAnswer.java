package dev.sluice.gateway.control;

import org.jspecify.annotations.Nullable;

/**
 * What an admin call is answered.
 *
 * @param status the HTTP status
 * @param body a JSON text, or null for an empty body
 */
public record AdminAnswer(int status, @Nullable String body) {}
