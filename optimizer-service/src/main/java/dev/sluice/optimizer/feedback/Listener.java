package dev.sluice.optimizer.feedback;

import java.time.Instant;

/** Learns from what was told. */
public interface Listener {

    /**
     * Takes in one thing. Called on one thread in the order of the topic, so that all replicas learn the same; never throws.
     *
     * @param at when Kafka took it
     */
    void heard(Told told, Instant at);
}
