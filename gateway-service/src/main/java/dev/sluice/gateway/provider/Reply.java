package dev.sluice.gateway.provider;

import dev.sluice.gateway.wire.Attempt;
import io.vertx.core.http.HttpClientResponse;

/**
 * An upstream's answer.
 *
 * @param attempt the attempt that got it
 * @param call the call that is answered
 * @param response status and headers; the body is paused
 */
public record Reply(Attempt attempt, Call call, HttpClientResponse response) {}
