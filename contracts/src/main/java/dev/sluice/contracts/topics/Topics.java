package dev.sluice.contracts.topics;

import dev.sluice.contracts.tasks.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The suite's Kafka topics. Created by an idempotent bootstrap in each service that uses them. */
public final class Topics {

    /** Every decision as an {@link dev.sluice.contracts.events.Event}; key = tenant. */
    public static final String EVENTS = "sluice.events";

    /** Commands that wake a worker, one topic a lane, followed by the lane's name; key = tenant. */
    public static final String TASKS_CMD_PREFIX = "sluice.tasks.cmd.";

    /** The task ledger: the whole record of each task in its current state; compacted; key = task id. */
    public static final String TASKS_STATE = "sluice.tasks.state";

    /** Results of tasks; key = task id. */
    public static final String TASKS_RESULT = "sluice.tasks.result";

    /** Tasks that are dead, as they are; compacted, and a task that is replayed or forgotten leaves it; key = task id. */
    public static final String TASKS_DLQ = "sluice.tasks.dlq";

    /** How far the telling of tasks' ends is; compacted; key = task id. */
    public static final String TASKS_WEBHOOKS = "sluice.tasks.webhooks";

    /** Keys, projects, budgets, routes, experiments: the control plane; compacted; key = kind and id. */
    public static final String CONTROL = "sluice.control";

    /** Knowledge documents; compacted; key = tenant and document id. */
    public static final String DOCUMENTS = "sluice.documents";

    /** Uploaded and produced files: what they are and where their bytes lie; compacted; key = tenant and file id. */
    public static final String FILES = "sluice.files";

    /** The bytes of files in pieces; key = tenant, file id, writing and number. Read by place, never from the beginning. */
    public static final String FILE_CHUNKS = "sluice.files.chunks";

    /** Batches in their current state; compacted; key = tenant and batch id. */
    public static final String BATCHES = "sluice.batches";

    /** What became of each request of a batch; key = tenant and batch id, so that one partition holds a batch. */
    public static final String BATCH_LINES = "sluice.batches.lines";

    /** Prompt templates and their versions; compacted; key = tenant, name, version and id, or tenant and name. */
    public static final String TEMPLATES = "sluice.templates";

    /** How answers were, told by callers: what calibrates the choice of models and guards quality; key = tenant. */
    public static final String OPTIMIZER_FEEDBACK = "sluice.optimizer.feedback";

    private static final Map<String, String> COMPACT = Map.of("cleanup.policy", "compact");
    private static final Map<String, String> SEVEN_DAYS =
            Map.of("cleanup.policy", "delete", "retention.ms", "604800000");

    private Topics() {}

    /**
     * A topic as the bootstrap creates it.
     *
     * @param name the topic's name
     * @param partitions how many partitions when the configuration says nothing
     * @param config broker-side topic configuration
     */
    public record Spec(String name, int partitions, Map<String, String> config) {

        public Spec {
            config = Map.copyOf(config);
        }
    }

    /** {@link #EVENTS}: seven days are the buffer while the analytics store is down. */
    public static Spec events() {
        return new Spec(EVENTS, 4, SEVEN_DAYS);
    }

    /** {@link #CONTROL}. */
    public static Spec control() {
        return new Spec(CONTROL, 1, COMPACT);
    }

    /** {@link #TEMPLATES}; one partition, so that of two that claim a version all agree which came first. */
    public static Spec templates() {
        return new Spec(TEMPLATES, 1, COMPACT);
    }

    /** {@link #OPTIMIZER_FEEDBACK}; what was told fades long before thirty days are over. */
    public static Spec optimizerFeedback() {
        return new Spec(OPTIMIZER_FEEDBACK, 2, Map.of("cleanup.policy", "delete", "retention.ms", "2592000000"));
    }

    /** {@link #DOCUMENTS}. */
    public static Spec documents() {
        return new Spec(DOCUMENTS, 2, Map.of("cleanup.policy", "compact", "max.message.bytes", "11534336"));
    }

    /**
     * {@link #FILES} and {@link #FILE_CHUNKS}. No file lives longer than 30 days, so chunks that no file names, left by a
     * writer that was killed, are gone after 32.
     */
    public static List<Spec> files() {
        return List.of(
                new Spec(FILES, 2, COMPACT),
                new Spec(FILE_CHUNKS, 4, Map.of("cleanup.policy", "compact,delete", "retention.ms", "2764800000")));
    }

    /** {@link #BATCHES} and {@link #BATCH_LINES}; the lines of a batch are needed until its files are written. */
    public static List<Spec> batches() {
        return List.of(
                new Spec(BATCHES, 2, COMPACT),
                new Spec(
                        BATCH_LINES,
                        4,
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                "604800000",
                                "max.message.bytes",
                                "11534336")));
    }

    /**
     * The command topics of the given lanes with ledger, results, dead letters and webhooks.
     *
     * @param lanes lane names as in {@link dev.sluice.contracts.tasks.Lane}, lower case
     */
    public static List<Spec> tasks(List<String> lanes) {
        var commands = lanes.stream().map(lane -> new Spec(TASKS_CMD_PREFIX + lane, 2, SEVEN_DAYS));
        var rest = List.of(
                new Spec(TASKS_STATE, 4, COMPACT),
                new Spec(TASKS_RESULT, 4, Map.of("cleanup.policy", "compact,delete", "retention.ms", "604800000")),
                new Spec(TASKS_DLQ, 1, COMPACT),
                new Spec(TASKS_WEBHOOKS, 1, COMPACT));
        return Stream.concat(commands, rest.stream()).toList();
    }

    /** Every topic of the suite, as a whole installation needs them. */
    public static List<Spec> all() {
        return Stream.of(
                        List.of(events(), control(), documents(), templates(), optimizerFeedback()),
                        files(),
                        batches(),
                        tasks(Arrays.stream(Lane.values()).map(Lane::wireName).toList()))
                .flatMap(List::stream)
                .toList();
    }
}
