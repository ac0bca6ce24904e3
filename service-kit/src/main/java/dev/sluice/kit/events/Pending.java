package dev.sluice.kit.events;

import dev.sluice.contracts.events.Event;
import io.opentelemetry.context.Context;

/** An event as it was published, and the trace it belongs to. */
record Pending(Event event, Context trace) {}
