package dev.sluice.worker.batches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.worker.files.FilesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The batches of all tenants and how far each is: the table folded from {@code sluice.batches}, and the tallies of those
 * that are not over, folded from {@code sluice.batches.lines}.
 */
@ApplicationScoped
class BatchLedger {

    /** Kafka did not acknowledge in time; whether it has the record is not known. */
    static final class Away extends Exception {

        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message, null, false, false);
        }
    }

    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final BatchTable table = new BatchTable();
    private final Tallies tallies = new Tallies(table::isOver);
    private final TopicFold fold;
    private final TopicFold lines;
    private final TopicBootstrap topics;
    private final Producing producing;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration within;
    private volatile Runnable changed = () -> {};

    BatchLedger(
            FilesConfig config,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.topics = topics;
        this.json = json;
        this.clock = clock;
        this.within = config.writeWithin();
        this.fold = new TopicFold(Topics.batches().getFirst(), clients, topics, this::fold);
        this.lines = new TopicFold(Topics.batches().getLast(), clients, topics, tallies::fold, this::firstLines);
        this.producing = Producing.waiting(clients, "sluice-batches", within);
        meters.gauge("sluice.batches.open", table, BatchTable::openCount);
    }

    void start(@Observes StartupEvent start) {
        topics.ensure(Topics.batches()).thenRun(fold::start);
        fold.ready().thenRun(lines::start);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        lines.close();
        producing.close();
    }

    /** Lines older than the oldest batch that is not over matter to nobody. */
    private Optional<Instant> firstLines() {
        Instant oldest = table.open().stream()
                .map(batch -> batch.order().createdAt())
                .min(Instant::compareTo)
                .orElseGet(clock::instant);
        return Optional.of(oldest.minus(SKEW));
    }

    BatchTable table() {
        return table;
    }

    /** How far a batch is that is not over. */
    Tally tally(Batch batch) {
        return tallies.of(batch.order().key());
    }

    /** What is told whenever a batch comes to another state. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    /** Whether all batches are known and how far they are. */
    boolean isReady() {
        return fold.isReady() && lines.isReady();
    }

    /** Waits until all that is on the topic of batches now is known; false when that takes too long. */
    boolean awaitBatches(Duration atMost) {
        return fold.isReady() && fold.awaitCurrent(atMost);
    }

    /** Waits until all that is on both topics now is known; false when that takes too long. */
    boolean awaitCurrent(Duration atMost) {
        return isReady() && fold.awaitCurrent(atMost) && lines.awaitCurrent(atMost);
    }

    /**
     * Appends the next state of a batch.
     *
     * @return whether it counts; not when another writer had written another next state before
     * @throws Away when Kafka does not acknowledge it; it may be there all the same
     */
    boolean append(Batch next) throws Away {
        RecordMetadata where = send(next.order().key(), bytes(next));
        if (!fold.awaitOffset(where.partition(), where.offset(), within)) {
            throw new Away("A batch's record was not read back in time");
        }
        return table.stands(next.order().key(), where.offset());
    }

    /** Removes a batch that is over for good. */
    void forget(Batch batch) throws Away {
        var _ = send(batch.order().key(), null);
    }

    /** Tallies that no batch needs go; to be called now and then. */
    void tidy() {
        tallies.keep(table::isOpen, clock.instant());
    }

    private RecordMetadata send(String key, byte @Nullable [] value) throws Away {
        try {
            return producing.send(new ProducerRecord<>(Topics.BATCHES, key, value), within);
        } catch (Producing.Unacknowledged e) {
            throw new Away("Kafka did not acknowledge a batch: " + e.getMessage());
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                table.forget(record.key(), record.offset());
            } else {
                Batch batch = json.readValue(record.value(), Batch.class);
                if (table.apply(batch, record.offset()) && batch.status().isTerminal()) {
                    tallies.forget(record.key());
                }
            }
        } catch (IOException | RuntimeException e) {
            Log.warnf("a batch at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
        changed.run();
    }

    private byte[] bytes(Batch batch) {
        try {
            return json.writeValueAsBytes(batch);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a batch cannot be written as JSON", e);
        }
    }
}
