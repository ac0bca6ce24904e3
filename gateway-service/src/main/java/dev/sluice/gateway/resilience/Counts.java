package dev.sluice.gateway.resilience;

import java.util.concurrent.atomic.LongAdder;

/** What was counted under one label since the start. */
final class Counts {

    final String label;
    final LongAdder attempts = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder fallbacks = new LongAdder();
    final LongAdder hedges = new LongAdder();

    /**
     * Nothing counted.
     *
     * @param label the model's name, or a word for many
     */
    Counts(String label) {
        this.label = label;
    }
}
