package dev.sluice.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What will be sent.
 *
 * @param status HTTP status
 * @param contentType content type
 * @param streamed whether the length is unknown beforehand
 * @param chunks one write each
 */
record Answer(int status, String contentType, boolean streamed, List<Buffer> chunks) {

    static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream; charset=utf-8";

    /** One JSON body. */
    static Answer json(int status, JsonNode body, boolean odd) {
        String text = odd ? Odd.json(body.toString()) : body.toString();
        return new Answer(status, JSON, false, List.of(Buffer.buffer(text)));
    }

    /** A stream of events. */
    static Answer events(List<String> blocks, boolean odd) {
        List<String> sent = odd ? Odd.events(blocks) : blocks;
        return new Answer(200, EVENTS, true, sent.stream().map(Buffer::buffer).toList());
    }
}
