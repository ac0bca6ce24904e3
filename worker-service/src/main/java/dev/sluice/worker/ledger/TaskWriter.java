package dev.sluice.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TraceHeaders;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.kafka.Producing;
import dev.sluice.worker.kafka.Producing.Sent;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes tasks to Kafka and waits until all replicas have them. Submissions use a producer that gives up before the
 * client does; everything else one that goes on for two minutes, so that finished work outlives a broker's restart.
 */
@ApplicationScoped
public class TaskWriter {

    private static final Duration PATIENT = Duration.ofSeconds(130);

    private final TaskLedger ledger;
    private final TraceHeaders traces;
    private final ObjectMapper json;
    private final Producing hasty;
    private final Producing patient;

    TaskWriter(TaskLedger ledger, WorkerConfig config, KafkaClients clients, TraceHeaders traces, ObjectMapper json) {
        int within = Math.toIntExact(config.tasks().acceptWithin().toMillis());
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
     * Makes a new task durable and wakes a worker. When this returns the task is accepted.
     *
     * @throws LedgerAway when Kafka did not acknowledge both in time
     */
    public void accept(TaskRecord record, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        byte[] bytes = ledger.bytes(record);
        // Both travel together. A command without its state wakes nobody; a state without its command is found by the
        // reaper.
        Sent state = begin(hasty, Topics.TASKS_STATE, record.id(), bytes);
        Sent command = begin(hasty, TaskTopics.commands(record.priority()), record.tenant(), command(record, "submit"));
        RecordMetadata where = await(state, Topics.TASKS_STATE, atMost);
        await(command, "a command topic", Duration.ofNanos(end - System.nanoTime()));
        ledger.seen(where);
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

    /** Wakes a worker for a task once more. */
    public void wake(TaskRecord record, String cause) {
        send(patient, TaskTopics.commands(record.priority()), record.tenant(), command(record, cause), PATIENT);
    }

    /** Removes a finished task for good. */
    public void forget(String id) {
        try {
            patient.send(new ProducerRecord<>(Topics.TASKS_STATE, id, null), PATIENT);
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
