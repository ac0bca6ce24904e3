package dev.sluice.analytics.ingest;

import dev.sluice.analytics.store.Batch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** How ingestion is: lag, whether Kafka answers, what became of the events. */
@Singleton
public class IngestState {

    private static final String EVENTS = "sluice.ingest.events";

    private final AtomicLong lag = new AtomicLong();
    private final Counter stored;
    private final Counter duplicates;
    private final Counter rejected;
    private final Timer commits;
    private volatile boolean following;

    IngestState(MeterRegistry meters) {
        this.stored = meters.counter(EVENTS, "result", "stored");
        this.duplicates = meters.counter(EVENTS, "result", "duplicate");
        this.rejected = meters.counter(EVENTS, "result", "rejected");
        this.commits = meters.timer("sluice.ingest.commit");
        meters.gauge("sluice.ingest.lag", lag);
    }

    /** Records in Kafka that are not in the store yet, as of the last look. */
    public long lag() {
        return lag.get();
    }

    /** Whether Kafka answered the last look. */
    public boolean following() {
        return following;
    }

    void away() {
        following = false;
    }

    void seen(long records) {
        lag.set(records);
        following = true;
    }

    void committed(Batch.Outcome outcome) {
        stored.increment(outcome.stored());
        duplicates.increment(outcome.duplicates());
        rejected.increment(outcome.rejected());
    }

    Timer commits() {
        return commits;
    }
}
