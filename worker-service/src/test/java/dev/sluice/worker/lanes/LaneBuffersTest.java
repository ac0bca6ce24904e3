package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.worker.lanes.Caps.Everywhere;
import dev.sluice.worker.lanes.Caps.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LaneBuffersTest {

    private static final Limits TWO_A_TENANT = new Limits(OptionalInt.of(2), Map.of());
    private static final Limits ONE_QUIZ = new Limits(OptionalInt.empty(), Map.of("quiz", 1));

    @Example
    void a_tenant_at_its_cap_waits_and_goes_on_when_one_of_its_tasks_ends() {
        LaneBuffers buffers = buffers(16, TWO_A_TENANT, Everywhere.UNKNOWN);
        Wakeup first = polled(buffers, "acme", "quiz");
        polled(buffers, "acme", "quiz");
        Wakeup third = polled(buffers, "acme", "quiz");
        Wakeup other = polled(buffers, "globex", "quiz");
        buffers.next();
        buffers.next();
        buffers.next();

        assertThat(buffers.next()).isEmpty();
        assertThat(buffers.parked(Lane.NORMAL)).isEqualTo(1);
        buffers.ended(other);
        assertThat(buffers.next()).isEmpty();
        buffers.ended(first);
        assertThat(buffers.next()).contains(third);
    }

    @Example
    void a_type_at_its_cap_does_not_hold_up_other_types_of_the_same_tenant() {
        LaneBuffers buffers = buffers(16, ONE_QUIZ, Everywhere.UNKNOWN);
        Wakeup running = polled(buffers, "acme", "quiz");
        Wakeup parked = polled(buffers, "acme", "quiz");
        Wakeup other = polled(buffers, "acme", "summary");

        assertThat(buffers.next()).contains(running);
        assertThat(buffers.next()).contains(other);
        assertThat(buffers.next()).isEmpty();
        buffers.ended(running);
        assertThat(buffers.next()).contains(parked);
    }

    @Example
    void what_runs_at_other_workers_counts_and_its_end_is_noticed() {
        var elsewhere = new AtomicInteger(2);
        LaneBuffers buffers =
                buffers(16, TWO_A_TENANT, new Everywhere(tenant -> elsewhere.get(), type -> elsewhere.get()));
        Wakeup held = polled(buffers, "acme", "quiz");
        assertThat(buffers.next()).isEmpty();

        elsewhere.set(1);
        buffers.age(Wakeups.T0);

        assertThat(buffers.next()).contains(held);
    }

    @Example
    void what_waited_longer_than_its_lane_should_counts_one_lane_higher_but_not_two() {
        LaneBuffers buffers = buffers(16, Limits.NONE, Everywhere.UNKNOWN);
        Wakeup old = Wakeups.of("acme", "quiz", 1, Lane.LOW, Wakeups.T0);
        buffers.polled(old);
        Duration patience = LaneBuffers.patience(Lane.LOW);

        buffers.age(Wakeups.T0.plus(patience));
        assertThat(buffers.waiting(Lane.LOW)).isEqualTo(1);
        buffers.age(Wakeups.T0.plus(patience).plusMillis(1));
        assertThat(buffers.waiting(Lane.LOW)).isZero();
        assertThat(buffers.waiting(Lane.NORMAL)).isEqualTo(1);
        buffers.age(Wakeups.T0.plus(Duration.ofDays(30)));
        assertThat(buffers.waiting(Lane.NORMAL)).isEqualTo(1);

        assertThat(buffers.next()).contains(old);
        assertThat(buffers.running(Lane.NORMAL)).isEqualTo(1);
        buffers.ended(old);
        assertThat(buffers.running(Lane.NORMAL)).isZero();
    }

    @Example
    void a_lane_is_full_at_its_window_and_not_before() {
        LaneBuffers buffers = new LaneBuffers(1, 3, new Caps(Limits.NONE, Everywhere.UNKNOWN), tenant -> 1);
        polled(buffers, "acme", "quiz");
        polled(buffers, "acme", "quiz");
        assertThat(buffers.isFull(Lane.NORMAL)).isFalse();
        polled(buffers, "acme", "quiz");
        assertThat(buffers.isFull(Lane.NORMAL)).isTrue();
    }

    @Example
    void a_revoked_partition_takes_what_is_parked_with_it() {
        LaneBuffers buffers = buffers(16, ONE_QUIZ, Everywhere.UNKNOWN);
        Wakeup running = polled(buffers, "acme", "quiz");
        polled(buffers, "acme", "quiz");
        buffers.next();
        buffers.next();
        assertThat(buffers.waiting(Lane.NORMAL)).isEqualTo(1);

        buffers.revoked(List.of(running.where()));

        assertThat(buffers.waitingIds()).isEmpty();
        assertThat(buffers.waiting(Lane.NORMAL)).isZero();
        buffers.ended(running);
        assertThat(buffers.next()).isEmpty();
    }

    /** Whatever comes and ends in whatever order: no cap is passed, everything runs once, and nothing counts afterwards. */
    @Property(tries = 300)
    void caps_hold_and_do_not_leak(
            @ForAll @Size(min = 1, max = 120) List<@IntRange(min = 0, max = 11) Integer> coming,
            @ForAll @Size(min = 1, max = 60) List<Boolean> ending) {
        var caps = new Caps(new Limits(OptionalInt.of(3), Map.of("type-0", 2)), Everywhere.UNKNOWN);
        var buffers = new LaneBuffers(8, 1_000, caps, tenant -> 1);
        Deque<Wakeup> running = new ArrayDeque<>();
        List<Wakeup> ran = new ArrayList<>();
        Map<String, Integer> now = new HashMap<>();
        int step = 0;
        for (int what : coming) {
            Lane lane = Lane.values()[what % Lane.values().length];
            buffers.polled(Wakeups.of("tenant-" + what % 4, "type-" + what % 3, 1 + 900L * what, lane, Wakeups.T0));
            if (ending.get(step++ % ending.size()) && !running.isEmpty()) {
                end(buffers, running.removeFirst(), now);
            }
            startAll(buffers, running, ran, now);
        }
        while (!running.isEmpty()) {
            end(buffers, running.removeLast(), now);
            startAll(buffers, running, ran, now);
        }

        assertThat(ran).hasSize(coming.size()).doesNotHaveDuplicates();
        assertThat(buffers.waitingIds()).isEmpty();
        assertThat(caps.isIdle()).isTrue();
        for (Lane lane : Lane.values()) {
            assertThat(buffers.running(lane)).isZero();
            assertThat(buffers.parked(lane)).isZero();
        }
    }

    private static void startAll(
            LaneBuffers buffers, Deque<Wakeup> running, List<Wakeup> ran, Map<String, Integer> now) {
        for (Optional<Wakeup> next = buffers.next(); next.isPresent(); next = buffers.next()) {
            Wakeup started = next.get();
            running.addLast(started);
            ran.add(started);
            assertThat(now.merge(started.tenant(), 1, Integer::sum)).isLessThanOrEqualTo(3);
            assertThat(now.merge(started.type(), 1, Integer::sum))
                    .isLessThanOrEqualTo(started.type().equals("type-0") ? 2 : 8);
        }
        assertThat(running.size()).isLessThanOrEqualTo(8);
    }

    private static void end(LaneBuffers buffers, Wakeup ended, Map<String, Integer> now) {
        now.merge(ended.tenant(), -1, Integer::sum);
        now.merge(ended.type(), -1, Integer::sum);
        buffers.ended(ended);
    }

    private static LaneBuffers buffers(int slots, Limits limits, Everywhere everywhere) {
        return new LaneBuffers(slots, 1_000, new Caps(limits, everywhere), tenant -> 1);
    }

    private static Wakeup polled(LaneBuffers buffers, String tenant, String type) {
        Wakeup wakeup = Wakeups.of(tenant, type, 1, Lane.NORMAL, Wakeups.T0);
        buffers.polled(wakeup);
        return wakeup;
    }
}
