package dev.sluice.worker.leases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases in this process's memory: right for one worker. They are gone with the process, which is what they should be:
 * what it ran is free once the end written in the ledger has passed.
 */
final class LocalLeases implements Leases {

    private record Held(String token, Instant until, boolean cancel) {}

    private final ConcurrentHashMap<Name, Held> held = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration period;
    private final String owner;

    LocalLeases(Clock clock, Duration period, String owner) {
        this.clock = clock;
        this.period = period;
        this.owner = owner;
    }

    @Override
    public Optional<Lease> claim(Name name, long fence) {
        Instant now = clock.instant();
        var mine = new Held(Tokens.of(fence, owner), now.plus(period), false);
        Held holder =
                held.compute(name, (k, other) -> other != null && other.until().isAfter(now) ? other : mine);
        return holder.token().equals(mine.token())
                ? Optional.of(new Lease(name, mine.token(), mine.until()))
                : Optional.empty();
    }

    @Override
    public Renewal renew(Lease lease) {
        Instant now = clock.instant();
        Held after = held.computeIfPresent(
                lease.name(),
                (k, held) -> isMine(held, lease, now) ? new Held(held.token(), now.plus(period), held.cancel()) : held);
        if (after == null || !isMine(after, lease, now)) {
            return Renewal.LOST;
        }
        return after.cancel() ? Renewal.CANCEL_ASKED : Renewal.KEPT;
    }

    private static boolean isMine(Held held, Lease lease, Instant now) {
        return held.token().equals(lease.token()) && held.until().isAfter(now);
    }

    @Override
    public void release(Lease lease) {
        held.computeIfPresent(lease.name(), (k, held) -> held.token().equals(lease.token()) ? null : held);
    }

    @Override
    public void askCancel(Name name) {
        held.computeIfPresent(name, (k, held) -> new Held(held.token(), held.until(), true));
    }

    @Override
    public boolean isFree(Name name) {
        Held holder = held.get(name);
        return holder == null || !holder.until().isAfter(clock.instant());
    }

    @Override
    public boolean isOurs(String token) {
        return Tokens.isOf(token, owner);
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public String kind() {
        return "local";
    }
}
