package dev.sluice.gateway.idempotency;

import io.vertx.core.buffer.Buffer;

/**
 * A finished answer, to be given again.
 *
 * @param request digest of the request's body
 * @param model what was asked for
 * @param status the HTTP status
 * @param type the content type; empty if there was none
 * @param body the bytes, of a stream all of its events; not to be changed
 */
public record Kept(String request, String model, int status, String type, Buffer body) {

    private static final int OVERHEAD = 512;

    /** Whether it is a stream of events. */
    public boolean isEvents() {
        return type.startsWith("text/event-stream");
    }

    /** Bytes it takes. */
    int weight() {
        return OVERHEAD + body.length();
    }
}
