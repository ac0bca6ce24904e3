package dev.sluice.worker.ledger;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads single records of the state topic by their place, for bodies that memory no longer holds. */
final class RecordReader implements AutoCloseable {

    private static final long DEADLINE_NANOS = Duration.ofSeconds(4).toNanos();

    private final KafkaClients clients;
    private @Nullable KafkaConsumer<String, byte[]> consumer;

    RecordReader(KafkaClients clients) {
        this.clients = clients;
    }

    /** The record at this place; empty when compaction has removed it, which means there is a newer one. */
    synchronized Optional<byte[]> read(int partition, long offset) {
        var where = new TopicPartition(Topics.TASKS_STATE, partition);
        long end = System.nanoTime() + DEADLINE_NANOS;
        try {
            KafkaConsumer<String, byte[]> reading = consumer();
            reading.assign(List.of(where));
            reading.seek(where, offset);
            while (System.nanoTime() < end) {
                for (ConsumerRecord<String, byte[]> record : reading.poll(Duration.ofMillis(500))) {
                    return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
                }
            }
        } catch (KafkaException e) {
            close();
            throw new LedgerAway("The state topic could not be read", e);
        }
        throw new LedgerAway("The state topic did not give a record back in time", new IllegalStateException());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> open = consumer;
        if (open == null) {
            open = clients.consumer("sluice-task-bodies", "", Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
            consumer = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
