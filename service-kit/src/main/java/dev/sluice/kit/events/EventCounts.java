package dev.sluice.kit.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of events. */
record EventCounts(Counter sent, Counter spilled, Counter replayed, Counter dropped) {

    static EventCounts in(MeterRegistry meters) {
        return new EventCounts(
                meters.counter("sluice.events.sent"),
                meters.counter("sluice.events.spilled"),
                meters.counter("sluice.events.replayed"),
                meters.counter("sluice.events.dropped"));
    }
}
