package dev.sluice.gateway.resume;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Events that follow each other, on their way to Redis.
 *
 * @param events with their ids
 * @param last the number of the last of them; with {@code ends} the number after it
 * @param firstKept events before it are not kept any more
 * @param begins whether it is the first of its stream
 * @param ends whether nothing follows
 */
record Batch(List<Event> events, long last, long firstKept, boolean begins, boolean ends) {

    /** An event with its id. */
    record Event(long number, Buffer bytes) {}
}
