package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** Wake-ups for tests, each with an id and an offset of its own. */
final class Wakeups {

    static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

    private static final AtomicLong NUMBER = new AtomicLong();

    private Wakeups() {}

    static Wakeup of(String tenant, long cost) {
        return of(tenant, "noop", cost, Lane.NORMAL, T0);
    }

    static Wakeup of(String tenant, String type, long cost, Lane lane, Instant since) {
        long number = NUMBER.incrementAndGet();
        return new Wakeup(
                "task-" + number,
                tenant,
                type,
                cost,
                since,
                lane,
                new TopicPartition(lane.wireName(), 0),
                number,
                true);
    }
}
