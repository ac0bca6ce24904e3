package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What goes into the store in one transaction.
 *
 * @param at when the batch was closed
 * @param events events in the order they were read; ids are UUIDs
 * @param rejects records that are no events
 * @param next the offset to go on from, for each partition the batch touches
 */
public record Batch(Instant at, List<Event> events, List<Reject> rejects, Map<Source, Long> next) {

    public Batch {
        events = List.copyOf(events);
        rejects = List.copyOf(rejects);
        next = Map.copyOf(next);
    }

    /** Records in the batch, good and bad. */
    public int size() {
        return events.size() + rejects.size();
    }

    /** A partition of a topic. */
    public record Source(String topic, int partition) {}

    /**
     * A record that could not be counted. Holds nothing of its content.
     *
     * @param at when it was refused
     * @param source where it is in Kafka
     * @param offset where it is in the partition
     * @param reason a stable word, such as {@code not_json}
     * @param size bytes of the record's value
     * @param sha256 of the value, in hex, to tell equal records
     */
    public record Reject(Instant at, Source source, long offset, String reason, int size, String sha256) {}

    /**
     * What became of a batch: {@code stored + duplicates + rejected} is its size.
     *
     * @param stored events that are new
     * @param duplicates events whose id was stored before
     * @param rejected records written to the rejects
     */
    public record Outcome(int stored, int duplicates, int rejected) {}
}
