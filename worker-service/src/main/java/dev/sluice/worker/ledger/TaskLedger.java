package dev.sluice.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The tasks of all tenants: the table folded from the state topic, and the bodies that go with it. */
@ApplicationScoped
public class TaskLedger {

    private final TaskTable table = new TaskTable();
    private final RecentBodies bodies;
    private final RecordReader reader;
    private final TopicFold fold;
    private final ObjectMapper json;
    private final Counter illegal;

    TaskLedger(
            TasksConfig config,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.bodies = new RecentBodies(config.bodies().asLongValue());
        this.reader = new RecordReader(clients);
        this.json = json;
        this.illegal = meters.counter("sluice.tasks.illegal.records");
        this.fold = new TopicFold(TaskTopics.state(), clients, topics, this::fold);
        meters.gauge("sluice.tasks.known", table, TaskTable::size);
        meters.gauge("sluice.tasks.open", table, TaskTable::openCount);
        meters.gauge("sluice.tasks.bodies.bytes", bodies, RecentBodies::size);
        QueueAge.watch(table, clock, meters);
    }

    void start(@Observes StartupEvent start) {
        fold.start();
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        reader.close();
    }

    /** What is known of all tasks. */
    public TaskTable table() {
        return table;
    }

    /** Completes once the table holds what was on the topic when this worker started. */
    public CompletableFuture<Void> ready() {
        return fold.ready();
    }

    /** Whether the table is complete; until then an unknown id may be an accepted task. */
    public boolean isReady() {
        return fold.isReady();
    }

    /** Waits until the table holds what is on the topic now; false when that takes too long. */
    public boolean awaitCurrent(Duration atMost) {
        return fold.awaitCurrent(atMost);
    }

    /** Waits until a task is known at all; false when that does not come to pass in time. */
    public boolean awaitTask(String id, Duration atMost) {
        var known = new CompletableFuture<Boolean>();
        try (AutoCloseable watch = table.watch(id, record -> known.complete(true))) {
            return table.find(id).isPresent() || known.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }

    /**
     * The task with input and result.
     *
     * @throws LedgerAway when they are no longer in memory and Kafka does not answer
     */
    public Optional<TaskRecord> full(String id) {
        Optional<TaskTable.Entry> entry = table.entry(id);
        while (entry.isPresent()) {
            TaskTable.Entry known = entry.get();
            byte[] held = bodies.get(id);
            TaskRecord body = held == null
                    ? reader.read(known.partition(), known.offset())
                            .map(read -> keep(id, read))
                            .orElse(null)
                    : parse(held);
            if (body != null && body.version() == known.record().version()) {
                return Optional.of(body);
            }
            bodies.forget(id);
            Optional<TaskTable.Entry> again = table.entry(id);
            if (body == null && again.equals(entry)) {
                fold.awaitCurrent(Duration.ofSeconds(2));
                again = table.entry(id);
                if (again.equals(entry)) {
                    throw new LedgerAway("A task's record is gone from its place", new IllegalStateException(id));
                }
            }
            entry = again;
        }
        return Optional.empty();
    }

    private TaskRecord keep(String id, byte[] read) {
        bodies.put(id, read);
        return parse(read);
    }

    /**
     * Whether a record that this process wrote became the task's state: the fold decides, for all workers alike.
     *
     * @throws LedgerAway when the record could not be read back in time
     */
    boolean counted(TaskRecord record, RecordMetadata where, Duration atMost) {
        if (!fold.awaitOffset(where.partition(), where.offset(), atMost)) {
            throw new LedgerAway("A written record was not read back in time", new IllegalStateException(record.id()));
        }
        return table.entry(record.id())
                .filter(entry -> entry.offset() == where.offset()
                        || (entry.offset() > where.offset() && isOrFollows(entry.record(), record)))
                .isPresent();
    }

    private static boolean isOrFollows(TaskRecord now, TaskRecord written) {
        return now.equals(Draft.holding(written, null, null))
                || (written.lease() != null && written.lease().equals(now.lease()));
    }

    /** Whether what is on the topic up to this place has been folded; waits for it at most this long. */
    boolean awaitPlace(RecordMetadata where, Duration atMost) {
        return fold.awaitOffset(where.partition(), where.offset(), atMost);
    }

    /** Waits a moment until a new task can be read here, so that its owner finds it; it is accepted either way. */
    void seen(RecordMetadata where, Duration atMost) {
        if (fold.isReady()) {
            fold.awaitOffset(where.partition(), where.offset(), atMost);
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            table.forget(record.key(), record.offset());
            bodies.forget(record.key());
            return;
        }
        try {
            take(parse(record.value()), record.value(), record.partition(), record.offset());
        } catch (IllegalArgumentException e) {
            illegal.increment();
            Log.warnf(
                    "a record on %s at %d/%d cannot be read; ignored",
                    record.topic(), record.partition(), record.offset());
        }
    }

    private void take(TaskRecord record, byte[] bytes, int partition, long offset) {
        switch (table.apply(record, partition, offset)) {
            case COUNTED -> bodies.put(record.id(), bytes);
            case KNOWN, SECOND -> {}
            case ILLEGAL -> {
                illegal.increment();
                Log.warnf(
                        "task %s: version %d (%s) is no legal next step; ignored",
                        record.id(), record.version(), record.state());
            }
        }
    }

    private TaskRecord parse(byte[] bytes) {
        try {
            return json.readValue(bytes, TaskRecord.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a task record", e);
        }
    }

    /** The record as it stands on the topic. */
    byte[] bytes(TaskRecord record) {
        try {
            return json.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a task record cannot be written as JSON", e);
        }
    }
}
