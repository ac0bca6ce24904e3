package dev.sluice.analytics.ingest;

import dev.sluice.contracts.events.Event;

/** What a record turned out to be. */
sealed interface Reading {

    /** An event that can be counted. */
    record Good(Event event) implements Reading {}

    /**
     * No event.
     *
     * @param reason a stable word; nothing of the record's content
     */
    record Bad(String reason) implements Reading {}
}
