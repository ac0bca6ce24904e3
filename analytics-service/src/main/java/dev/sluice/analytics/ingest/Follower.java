package dev.sluice.analytics.ingest;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.StoreAway;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the topic from the offsets in the store until told to stop or until something fails; whoever starts it again
 * gets the same, from there. While a batch is written the next one is read, one batch ahead and no more.
 */
final class Follower {

    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration IDLE_POLL = Duration.ofSeconds(1);
    private static final Duration BUSY_POLL = Duration.ofMillis(20);

    private final Consumer<String, byte[]> consumer;
    private final AnalyticsStore store;
    private final Gathering gathering;
    private final IngestState state;
    private final Writing writing;
    private final BooleanSupplier stopping;
    private long lookedAt;

    Follower(
            Consumer<String, byte[]> consumer,
            AnalyticsStore store,
            Gathering gathering,
            IngestState state,
            BooleanSupplier stopping) {
        this.consumer = consumer;
        this.store = store;
        this.gathering = gathering;
        this.state = state;
        this.writing = new Writing(store, state);
        this.stopping = stopping;
    }

    /**
     * Takes all partitions of the topic, each from the store's offset, or from its beginning.
     *
     * @return how many partitions; 0 while the topic does not exist
     */
    int assign(String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic, ASK);
        List<TopicPartition> partitions = known == null
                ? List.of()
                : known.stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        Map<Batch.Source, Long> offsets = store.offsets();
        for (TopicPartition partition : partitions) {
            Long next = offsets.get(new Batch.Source(partition.topic(), partition.partition()));
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
        return partitions.size();
    }

    /** Reads and writes batches for as long as the assignment is good; nothing is being written when it returns. */
    void follow(Duration atMost) {
        try {
            read(System.nanoTime() + atMost.toNanos());
        } catch (RuntimeException e) {
            try {
                settle();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        settle();
    }

    private void read(long end) {
        look();
        while (!stopping.getAsBoolean() && (System.nanoTime() < end || !gathering.isEmpty())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(patience())) {
                gathering.add(record);
                if (gathering.isFull()) {
                    begin(gathering.take());
                }
            }
            if (writing.isFree()) {
                settle();
                if (!gathering.isEmpty() && gathering.patience().isZero()) {
                    begin(gathering.take());
                }
            }
            look();
        }
    }

    /** A batch that is due while another is written grows until that one is done. */
    private Duration patience() {
        if (gathering.isEmpty()) {
            return writing.isFree() ? IDLE_POLL : BUSY_POLL;
        }
        Duration left = gathering.patience();
        return left.isZero() && !writing.isFree() ? BUSY_POLL : left;
    }

    /** Writes record by record, so that one the store cannot take is found and set aside. */
    void followCarefully(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!stopping.getAsBoolean() && System.nanoTime() < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(IDLE_POLL)) {
                gathering.add(record);
                writeOrSetAside(record, gathering.take());
            }
            look();
        }
    }

    private void writeOrSetAside(ConsumerRecord<String, byte[]> record, Batch single) {
        try {
            write(single);
        } catch (StoreAway refused) {
            Log.warnf(
                    "the store refused record %s-%d@%d; it is kept as a reject",
                    record.topic(), record.partition(), record.offset());
            var reject = gathering.reject(record, "store_refused");
            write(new Batch(single.at(), List.of(), List.of(reject), single.next()));
        }
    }

    private void write(Batch batch) {
        begin(batch);
        settle();
    }

    private void begin(Batch batch) {
        settle();
        writing.begin(batch);
    }

    private void settle() {
        writing.settle().ifPresent(this::tell);
    }

    /** Only for those who watch the group's lag: reading never starts from these. */
    private void tell(Batch stored) {
        Map<TopicPartition, OffsetAndMetadata> told = new HashMap<>();
        stored.next()
                .forEach((source, next) ->
                        told.put(new TopicPartition(source.topic(), source.partition()), new OffsetAndMetadata(next)));
        consumer.commitAsync(told, (offsets, failure) -> {});
    }

    private void look() {
        long now = System.nanoTime();
        if (lookedAt != 0 && now - lookedAt < LOOK_EVERY.toNanos()) {
            return;
        }
        try {
            long lag = 0;
            for (var end : consumer.endOffsets(consumer.assignment(), ASK).entrySet()) {
                lag += Math.max(0, end.getValue() - consumer.position(end.getKey(), ASK));
            }
            state.seen(lag);
        } catch (KafkaException e) {
            state.away();
        }
        lookedAt = System.nanoTime();
    }
}
