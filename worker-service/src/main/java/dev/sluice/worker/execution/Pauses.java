package dev.sluice.worker.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Upstreams that asked for a rest, as this worker knows them: until it is over no task of this worker asks them again.
 * Bounded by forgetting what is over, and beyond that by taking no more in. Safe for use by many threads.
 */
final class Pauses {

    private static final int MOST = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ConcurrentHashMap<String, Instant> until = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration shortest;

    /**
     * @param shortest the rest of an upstream that did not say how long
     */
    Pauses(Clock clock, Duration shortest) {
        this.clock = clock;
        this.shortest = shortest;
    }

    /** The upstream asked for a rest; a longer one that is known already stands. */
    void asked(String upstream, Duration retryAfter) {
        Instant now = clock.instant();
        if (until.size() >= MOST) {
            until.values().removeIf(end -> !end.isAfter(now));
        }
        Duration rest = retryAfter.compareTo(shortest) < 0 ? shortest : retryAfter;
        Instant end = now.plus(rest.compareTo(LONGEST) > 0 ? LONGEST : rest);
        if (until.size() < MOST || until.containsKey(upstream)) {
            until.merge(upstream, end, (known, asked) -> known.isAfter(asked) ? known : asked);
        }
    }

    /** When the upstream may be asked again; empty when it may be now. */
    Optional<Instant> of(String upstream) {
        Instant end = until.get(upstream);
        if (end == null || end.isAfter(clock.instant())) {
            return Optional.ofNullable(end);
        }
        until.remove(upstream, end);
        return Optional.empty();
    }
}
