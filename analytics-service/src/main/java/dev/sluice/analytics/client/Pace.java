package dev.sluice.analytics.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events a tenant may send: so many a second, and so many at once after a pause. The generic cell rate algorithm
 * (ITU-T I.371): one time for each tenant, and a request conforms when that time is not too far ahead.
 */
final class Pace {

    private static final int MOST_TENANTS = 10_000;

    private final InstantSource clock;
    private final long nanosEach;
    private final long burstNanos;
    private final ConcurrentMap<String, AtomicLong> ahead = new ConcurrentHashMap<>();

    Pace(InstantSource clock, int perSecond, int burst) {
        this.clock = clock;
        this.nanosEach = 1_000_000_000L / perSecond;
        this.burstNanos = burst * nanosEach;
    }

    /** Zero when so many events are admitted, else how long to wait until they would be. */
    Duration take(String tenant, int events) {
        long now = nanos();
        if (ahead.size() > MOST_TENANTS) {
            ahead.values().removeIf(time -> time.get() <= now);
        }
        AtomicLong time = ahead.computeIfAbsent(tenant, t -> new AtomicLong(now));
        while (true) {
            long before = time.get();
            long after = Math.max(before, now) + events * nanosEach;
            if (after - now > burstNanos) {
                return Duration.ofNanos(after - now - burstNanos);
            }
            if (time.compareAndSet(before, after)) {
                return Duration.ZERO;
            }
        }
    }

    private long nanos() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
