package dev.sluice.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.Producing.Sent;
import dev.sluice.kit.kafka.TraceHeaders;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes tasks to Kafka and waits until all replicas have them. Submissions use a producer that gives up before the
 * client does; everything else one that goes on for two minutes, so that finished work outlives a broker's restart.
 */
@ApplicationScoped
public class TaskWriter {

    private static final int MANY = 100;
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofSeconds(130);

    private final TaskLedger ledger;
    private final TraceHeaders traces;
    private final ObjectMapper json;
    private final Producing hasty;
    private final Producing patient;

    TaskWriter(TaskLedger ledger, TasksConfig config, KafkaClients clients, TraceHeaders traces, ObjectMapper json) {
        int within = Math.toIntExact(config.acceptWithin().toMillis());
        this.ledger = ledger;
        this.traces = traces;
        this.json = json;
        this.hasty = new Producing(
                clients,
                "sluice-task-submit",
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        within,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.max(1, within / 2),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        within));
        this.patient = new Producing(
                clients,
                "sluice-task-work",
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 0, ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000));
    }

    void stop(@Observes @jakarta.annotation.Priority(3_000) ShutdownEvent stop) {
        hasty.close();
        patient.close();
    }

    /**
     * Makes a new task durable and wakes a worker if it can start. When this returns the task is accepted.
     *
     * @return the record that counts: the given one, or what a submission with the same id had written before
     * @throws LedgerAway when Kafka did not acknowledge both in time
     */
    public TaskRecord accept(TaskRecord record, Duration atMost) {
        return accept(List.of(record), atMost)
                .getFirst()
                .orElseThrow(() -> new LedgerAway("Kafka did not acknowledge a task", new IllegalStateException()));
    }

    /**
     * As {@link #accept(TaskRecord, Duration)}, many at once.
     *
     * @return the records that count, in the given order; empty for one that Kafka did not acknowledge in time
     */
    public List<Optional<TaskRecord>> accept(List<TaskRecord> records, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Producing by = records.size() > MANY ? patient : hasty;
        List<Optional<Begun>> begun = records.stream()
                .takeWhile(record -> System.nanoTime() < end)
                .map(record -> begin(record, by))
                .toList();
        List<Optional<RecordMetadata>> places = begun.stream()
                .map(one -> one.flatMap(sent -> acknowledged(sent, end)))
                .toList();
        long seenBy = Math.min(end, System.nanoTime() + SEEN_WITHIN.toNanos());
        List<Optional<TaskRecord>> accepted = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            TaskRecord record = records.get(i);
            Optional<RecordMetadata> place = i < places.size() ? places.get(i) : Optional.empty();
            accepted.add(place.flatMap(where -> counting(record, where, end, seenBy)));
        }
        return accepted;
    }

    private record Begun(Sent state, @Nullable Sent command) {}

    /**
     * Both travel together. A command without its state wakes nobody; a state without its command is found by the reaper.
     */
    private Optional<Begun> begin(TaskRecord record, Producing by) {
        try {
            Sent state = begin(by, Topics.TASKS_STATE, record.id(), ledger.bytes(record));
            boolean wakes = record.state() == TaskState.ACCEPTED;
            return Optional.of(new Begun(
                    state,
                    wakes
                            ? begin(
                                    by,
                                    TaskTopics.commands(record.priority()),
                                    record.tenant(),
                                    command(record, "submit"))
                            : null));
        } catch (LedgerAway e) {
            return Optional.empty();
        }
    }

    private static Optional<RecordMetadata> acknowledged(Begun begun, long end) {
        try {
            RecordMetadata where = begun.state().await(rest(end));
            Sent command = begun.command();
            if (command != null) {
                command.await(rest(end));
            }
            return Optional.of(where);
        } catch (Producing.Unacknowledged e) {
            return Optional.empty();
        }
    }

    /** A record under an id that others may have used at the same time is read back; any other is waited for a moment. */
    private Optional<TaskRecord> counting(TaskRecord record, RecordMetadata where, long end, long seenBy) {
        if (record.idempotency() == null) {
            if (System.nanoTime() < seenBy) {
                ledger.seen(where, rest(seenBy));
            }
            return Optional.of(record);
        }
        return ledger.awaitPlace(where, rest(end)) ? ledger.table().find(record.id()) : Optional.empty();
    }

    private static Duration rest(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    /** Writes the state that counts once more, so that it is the last one on the topic and compaction keeps it. */
    public void repeat(TaskRecord record) {
        send(patient, Topics.TASKS_STATE, record.id(), ledger.bytes(record), PATIENT);
    }

    /**
     * Appends the next state of a task.
     *
     * @return false when it did not count, because another worker had written another next state before
     * @throws LedgerAway when Kafka did not acknowledge it; it may be there all the same
     */
    public boolean append(TaskRecord record) {
        RecordMetadata where = send(patient, Topics.TASKS_STATE, record.id(), ledger.bytes(record), PATIENT);
        return ledger.counted(record, where, PATIENT);
    }

    /** Appends a result; the state that accepts it comes after it. */
    public void append(TaskResult result) {
        send(patient, Topics.TASKS_RESULT, result.taskId(), write(result), PATIENT);
    }

    /** Puts a dead task where an operator finds it, with its input. */
    public void bury(TaskRecord dead) {
        send(patient, Topics.TASKS_DLQ, dead.id(), ledger.bytes(dead), PATIENT);
    }

    /** Takes a task that is dead no more from there. */
    public void exhume(String id) {
        entomb(Topics.TASKS_DLQ, id);
    }

    /** Wakes a worker for a task once more. */
    public void wake(TaskRecord record, String cause) {
        send(patient, TaskTopics.commands(record.priority()), record.tenant(), command(record, cause), PATIENT);
    }

    /** Removes a finished task for good. */
    public void forget(String id) {
        entomb(Topics.TASKS_STATE, id);
    }

    private void entomb(String topic, String id) {
        try {
            patient.send(new ProducerRecord<>(topic, id, null), PATIENT);
        } catch (Producing.Unacknowledged e) {
            throw new LedgerAway("Kafka did not acknowledge a tombstone", e);
        }
    }

    private byte[] command(TaskRecord record, String cause) {
        Long tokens =
                record.terms() == null ? null : Long.valueOf(record.terms().tokens());
        return write(new TaskCommand(TaskCommand.SCHEMA, record.id(), record.tenant(), cause, record.type(), tokens));
    }

    private RecordMetadata send(Producing by, String topic, String key, byte[] value, Duration atMost) {
        return await(begin(by, topic, key, value), topic, atMost);
    }

    private Sent begin(Producing by, String topic, String key, byte[] value) {
        var record = new ProducerRecord<>(topic, key, value);
        traces.write(Context.current(), record.headers());
        try {
            return by.begin(record);
        } catch (Producing.Unacknowledged e) {
            throw new LedgerAway("Kafka did not take a record for " + topic, e);
        }
    }

    private static RecordMetadata await(Sent sent, String topic, Duration atMost) {
        try {
            return sent.await(atMost);
        } catch (Producing.Unacknowledged e) {
            throw new LedgerAway("Kafka did not acknowledge a record for " + topic, e);
        }
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON", e);
        }
    }
}
