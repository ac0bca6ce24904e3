package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contracts.tasks.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneSchedulerTest {

    private final Map<Lane, Integer> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> running = new EnumMap<>(Lane.class);

    @Test
    void under_full_load_each_lane_gets_its_share_of_starts() {
        var scheduler = new LaneScheduler(16);
        for (Lane lane : Lane.values()) {
            waiting.put(lane, 1_000);
        }

        Map<Lane, Integer> started = new EnumMap<>(Lane.class);
        for (int i = 0; i < 310; i++) {
            started.merge(next(scheduler).orElseThrow(), 1, Integer::sum);
        }

        assertThat(started)
                .containsEntry(Lane.CRITICAL, 160)
                .containsEntry(Lane.HIGH, 80)
                .containsEntry(Lane.NORMAL, 40)
                .containsEntry(Lane.LOW, 20)
                .containsEntry(Lane.BULK, 10);
    }

    @Test
    void the_last_free_slot_is_kept_for_critical_work() {
        var scheduler = new LaneScheduler(4);
        waiting.put(Lane.HIGH, 5);
        running.put(Lane.HIGH, 3);

        assertThat(next(scheduler)).isEmpty();

        waiting.put(Lane.CRITICAL, 1);
        assertThat(next(scheduler)).contains(Lane.CRITICAL);
    }

    @Test
    void one_below_the_last_slot_any_lane_may_start() {
        var scheduler = new LaneScheduler(4);
        waiting.put(Lane.LOW, 1);
        running.put(Lane.HIGH, 2);

        assertThat(next(scheduler)).contains(Lane.LOW);
    }

    @Test
    void bulk_never_holds_more_than_half_of_the_slots() {
        var scheduler = new LaneScheduler(16);
        waiting.put(Lane.BULK, 100);

        running.put(Lane.BULK, 7);
        assertThat(next(scheduler)).contains(Lane.BULK);
        running.put(Lane.BULK, 8);
        assertThat(next(scheduler)).isEmpty();
    }

    @Test
    void with_a_single_slot_nothing_is_kept_back() {
        var scheduler = new LaneScheduler(1);
        waiting.put(Lane.BULK, 1);

        assertThat(next(scheduler)).contains(Lane.BULK);
    }

    @Test
    void a_lane_that_was_blocked_does_not_stop_the_others() {
        var scheduler = new LaneScheduler(4);
        waiting.put(Lane.BULK, 10);
        waiting.put(Lane.LOW, 10);
        running.put(Lane.BULK, 2);

        for (int i = 0; i < 10; i++) {
            assertThat(next(scheduler)).contains(Lane.LOW);
        }
    }

    @Test
    void nothing_waiting_starts_nothing() {
        assertThat(next(new LaneScheduler(4))).isEmpty();
    }

    @Test
    void no_slots_are_refused() {
        assertThatThrownBy(() -> new LaneScheduler(0)).hasMessageContaining("at least one slot");
    }

    private Optional<Lane> next(LaneScheduler scheduler) {
        return scheduler.next(lane -> waiting.getOrDefault(lane, 0), lane -> running.getOrDefault(lane, 0));
    }
}
