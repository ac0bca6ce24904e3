package dev.sluice.analytics.client;

import dev.sluice.contracts.events.Event;
import org.jspecify.annotations.Nullable;

/** What an event of a client turned out to be. */
sealed interface Verdict {

    /**
     * One that can be stored.
     *
     * @param id as the client calls it
     */
    record Good(String id, Event event) implements Verdict {}

    /**
     * One that cannot.
     *
     * @param id as the client calls it, if that can be read
     * @param reason a stable word
     * @param detail what, why, and what now; nothing of the event's content
     */
    record Bad(@Nullable String id, String reason, String detail) implements Verdict {}
}
