package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Which lane starts next: deficit round robin (Shreedhar and Varghese, 1995) with quanta 16:8:4:2:1 and a cost of one a
 * task, so that under full load bulk still gets one start in 31. One slot is kept for critical work, and bulk never holds
 * more than half of the slots. Not safe for use by several threads at once.
 */
final class LaneScheduler {

    private static final Lane[] LANES = Lane.values();

    private final int slots;
    private final int[] deficit = new int[LANES.length];
    private int current;
    private boolean fresh = true;

    /**
     * @param slots tasks that may run at the same time; with a single one nothing is kept back
     */
    LaneScheduler(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("at least one slot, not " + slots);
        }
        this.slots = slots;
    }

    private static int quantum(Lane lane) {
        return switch (lane) {
            case CRITICAL -> 16;
            case HIGH -> 8;
            case NORMAL -> 4;
            case LOW -> 2;
            case BULK -> 1;
        };
    }

    /**
     * The lane whose oldest task starts next; empty when none waits that may start now.
     *
     * @param waiting how many tasks wait in a lane
     * @param running how many tasks of a lane run
     */
    Optional<Lane> next(ToIntFunction<Lane> waiting, ToIntFunction<Lane> running) {
        int taken = 0;
        for (Lane lane : LANES) {
            taken += running.applyAsInt(lane);
        }
        // One whole round grants every lane its quantum, so a lane that may start is met within it and one step more.
        for (int step = 0; step <= LANES.length; step++) {
            Lane lane = LANES[current];
            if (waiting.applyAsInt(lane) == 0) {
                deficit[current] = 0;
            } else if (mayStart(lane, taken, running.applyAsInt(lane))) {
                if (fresh) {
                    deficit[current] = Math.min(deficit[current] + quantum(lane), 2 * quantum(lane));
                    fresh = false;
                }
                if (deficit[current] > 0) {
                    deficit[current]--;
                    return Optional.of(lane);
                }
            }
            current = (current + 1) % LANES.length;
            fresh = true;
        }
        return Optional.empty();
    }

    private boolean mayStart(Lane lane, int taken, int runningInLane) {
        int usable = lane == Lane.CRITICAL || slots == 1 ? slots : slots - 1;
        boolean roomInLane = lane != Lane.BULK || runningInLane < Math.max(1, slots / 2);
        return taken < usable && roomInLane;
    }
}
