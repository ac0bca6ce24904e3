package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.TaskRecord;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where a task stands in its tenant's list, which is newest first.
 *
 * @param createdAt when it was accepted
 * @param id its id
 */
public record Place(Instant createdAt, String id) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::createdAt).thenComparing(Place::id).reversed();

    /** A task's place. */
    public static Place of(TaskRecord task) {
        return new Place(task.createdAt(), task.id());
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
