package dev.sluice.worker.ledger;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.topics.Topics;
import java.util.Arrays;
import java.util.List;

/** The topics that tasks live on. */
public final class TaskTopics {

    private TaskTopics() {}

    /** All of them. */
    public static List<Topics.Spec> all() {
        return Topics.tasks(Arrays.stream(Lane.values()).map(Lane::wireName).toList());
    }

    /** The ledger. */
    static Topics.Spec state() {
        return named(Topics.TASKS_STATE);
    }

    /** The dead tasks. */
    public static Topics.Spec dead() {
        return named(Topics.TASKS_DLQ);
    }

    /** How far the telling of tasks' ends is. */
    public static Topics.Spec webhooks() {
        return named(Topics.TASKS_WEBHOOKS);
    }

    private static Topics.Spec named(String name) {
        return all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The topic that wakes workers for a lane. */
    public static String commands(Lane lane) {
        return Topics.TASKS_CMD_PREFIX + lane.wireName();
    }

    /** The lane that a command topic belongs to. */
    public static Lane lane(String topic) {
        return Arrays.stream(Lane.values())
                .filter(lane -> commands(lane).equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no command topic: " + topic));
    }
}
