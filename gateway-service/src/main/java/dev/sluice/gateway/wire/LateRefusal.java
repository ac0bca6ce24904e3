package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A refusal for a client that has been told the status 200 already, since it was kept waiting with comment lines: the
 * body it would have got, as an event of its dialect.
 */
final class LateRefusal {

    private LateRefusal() {}

    /**
     * The error event.
     *
     * @param status it would have been
     * @param body it would have been; a success that is no stream is an error too, for who waits for events
     */
    static Buffer event(Speech speech, String requestId, int status, Buffer body) {
        if (status < 400) {
            return Buffer.buffer(speech.event(
                    ApiError.upstreamFailed(
                            "upstream_no_stream",
                            "The upstream answered with a document where a stream was asked for."),
                    requestId));
        }
        return switch (speech) {
            case CHAT -> lines("", body);
            case MESSAGES -> lines("event: error\n", body);
            case RESPONSES -> lines("event: error\n", flat(body));
        };
    }

    private static Buffer lines(String head, Buffer body) {
        Buffer event = Buffer.buffer(body.length() + 32).appendString(head);
        body.toString()
                .lines()
                .forEach(line -> event.appendString("data: ").appendString(line).appendString("\n"));
        return event.appendString("\n");
    }

    /** Events of the Responses API have the fields of an error side by side with their type. */
    private static Buffer flat(Buffer body) {
        try {
            JsonObject error = body.toJsonObject().getJsonObject("error", new JsonObject());
            return new JsonObject()
                    .put("type", "error")
                    .put("code", error.getValue("code"))
                    .put("message", error.getValue("message"))
                    .put("param", error.getValue("param"))
                    .toBuffer();
        } catch (DecodeException | ClassCastException unknown) {
            return body;
        }
    }
}
