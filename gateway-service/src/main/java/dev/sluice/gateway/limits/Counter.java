package dev.sluice.gateway.limits;

/** One counter in memory: sums by slot, and what is reserved. Not thread-safe. */
final class Counter {

    private final boolean inFlight;
    private final int slots;
    private final long slotMillis;
    private final long[] ring;
    private long head = Long.MIN_VALUE;
    private long last;
    private long total;
    private long reserved;
    private long forgetAt;

    Counter(Line line) {
        this.inFlight = line.rule().window() instanceof Window.InFlight;
        this.slots = line.slots();
        this.slotMillis = line.slotMillis();
        this.ring = new long[inFlight ? 0 : slots + 1];
    }

    /** Moves on to the present; the slot that counts now. */
    long advance(Line line, long now) {
        forgetAt = now + line.keepMillis();
        if (inFlight) {
            return 0;
        }
        long slot = slotMillis > 0 ? now / slotMillis : line.slot();
        if (head == Long.MIN_VALUE) {
            head = slot;
        }
        for (long s = head + 1; s <= Math.min(slot, head + ring.length); s++) {
            total -= ring[at(s)];
            ring[at(s)] = 0;
        }
        head = Math.max(head, slot);
        return head;
    }

    long used() {
        return inFlight ? reserved : total;
    }

    Standing standing(Line line, long now) {
        return new Standing(used(), reserved, used() == 0 ? 0 : untilGone(line, last, now));
    }

    /** How long until this much fits below the limit; 0 when calls have to end, {@link Verdict#NEVER} when it never will. */
    long waitFor(Line line, long now) {
        if (line.amount() > line.limit()) {
            return Verdict.NEVER;
        }
        if (inFlight) {
            return 0;
        }
        long free = line.limit() - total;
        for (long s = head - slots; s <= head; s++) {
            free += ring[at(s)];
            if (free >= line.amount()) {
                return untilGone(line, s, now);
            }
        }
        return untilGone(line, head, now);
    }

    private long untilGone(Line line, long slot, long now) {
        return slotMillis > 0 ? (slot + slots + 1) * slotMillis - now : line.resetMillis();
    }

    void reserve(long slot, long amount) {
        reserved += amount;
        add(slot, amount);
    }

    /** Counts in a slot. */
    void add(long slot, long amount) {
        if (!inFlight) {
            ring[at(slot)] += amount;
            total += amount;
            if (amount > 0) {
                last = Math.max(last, slot);
            }
        }
    }

    void release(long amount) {
        reserved = Math.max(0, reserved - amount);
    }

    /** Whether a slot still counts. */
    boolean counts(long slot) {
        return !inFlight && slot >= head - slots;
    }

    long head() {
        return head;
    }

    boolean isForgotten(long now) {
        return now > forgetAt;
    }

    private int at(long slot) {
        return (int) Math.floorMod(slot, (long) ring.length);
    }
}
