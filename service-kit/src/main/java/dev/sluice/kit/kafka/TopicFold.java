package dev.sluice.kit.kafka;

import dev.sluice.contracts.topics.Topics;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of a topic, from the beginning unless told otherwise, and hands every record, in order within its partition, to a fold on
 * one thread. Ready once it has seen what was there when it started. Goes on trying while Kafka is away.
 */
public final class TopicFold implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration END_OFFSETS = Duration.ofSeconds(3);

    /** What is done with each record; a null value is a tombstone. Never throws for a bad record. */
    public interface Step {
        void fold(ConsumerRecord<String, byte[]> record);
    }

    private final Topics.Spec topic;
    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final Step step;
    private final Supplier<Optional<Instant>> since;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final List<CompletableFuture<Void>> asked = new ArrayList<>();
    private final Barriers barriers = new Barriers();
    /** Whether the reader waits for records and nobody has woken it yet; guarded by {@link #asked}. */
    private boolean waiting;

    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread reader;

    public TopicFold(Topics.Spec topic, KafkaClients clients, TopicBootstrap topics, Step step) {
        this(topic, clients, topics, step, Optional::empty);
    }

    /**
     * A fold that leaves out what is too old to matter.
     *
     * @param since asked each time the reading begins: records of an earlier time are skipped; empty skips none
     */
    public TopicFold(
            Topics.Spec topic,
            KafkaClients clients,
            TopicBootstrap topics,
            Step step,
            Supplier<Optional<Instant>> since) {
        this.topic = topic;
        this.since = since;
        this.clients = clients;
        this.topics = topics;
        this.step = step;
    }

    /** Begins reading on a thread of its own. */
    public void start() {
        reader = Thread.ofPlatform().name("fold-" + topic.name()).daemon().start(this::run);
    }

    /** Completes once everything that was on the topic at the start has been folded. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** Whether {@link #ready()} has completed. */
    public boolean isReady() {
        return ready.isDone();
    }

    /**
     * Waits until everything that is on the topic now has been folded.
     *
     * @return false when that did not come to pass in time
     */
    public boolean awaitCurrent(Duration atMost) {
        var reached = new CompletableFuture<Void>();
        synchronized (asked) {
            asked.add(reached);
            KafkaConsumer<String, byte[]> known = consumer;
            // One is enough for all who ask meanwhile; each more would only interrupt the answer.
            if (waiting && known != null) {
                waiting = false;
                known.wakeup();
            }
        }
        return await(reached, atMost);
    }

    /**
     * Waits until the record at this place has been folded.
     *
     * @return false when that did not come to pass in time
     */
    public boolean awaitOffset(int partition, long offset, Duration atMost) {
        var reached = new CompletableFuture<Void>();
        barriers.add(Map.of(partition, offset + 1), reached);
        return await(reached, atMost);
    }

    private static boolean await(CompletableFuture<Void> reached, Duration atMost) {
        try {
            reached.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            reached.cancel(false);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        KafkaConsumer<String, byte[]> known = consumer;
        if (known != null) {
            known.wakeup();
        }
        if (reader != null) {
            reader.join(Duration.ofSeconds(2));
        }
    }

    private void run() {
        while (!stopping) {
            try {
                topics.ensure(List.of(topic)).get();
                follow();
            } catch (ExecutionException | RuntimeException e) {
                // Whatever it was: a fold that no longer reads would be a table that is wrong in silence.
                if (!stopping) {
                    Log.warnf("reading %s failed (%s); beginning anew", topic.name(), e.getMessage());
                    pause();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow() {
        try (KafkaConsumer<String, byte[]> reading = clients.consumer("sluice-fold-" + topic.name(), "", Map.of())) {
            List<TopicPartition> partitions = reading.partitionsFor(topic.name()).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("the topic's partitions are not known yet");
            }
            reading.assign(partitions);
            seekToStart(reading, partitions);
            synchronized (asked) {
                asked.add(ready);
            }
            consumer = reading;
            while (!stopping) {
                if (takeBarriers(reading, partitions)) {
                    pollOnce(reading, partitions);
                }
            }
        } finally {
            consumer = null;
        }
    }

    private void seekToStart(KafkaConsumer<String, byte[]> reading, List<TopicPartition> partitions) {
        Optional<Instant> from = since.get();
        if (from.isEmpty()) {
            reading.seekToBeginning(partitions);
            return;
        }
        long millis = from.get().toEpochMilli();
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, millis));
        Map<TopicPartition, OffsetAndTimestamp> found = reading.offsetsForTimes(wanted, END_OFFSETS);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                reading.seekToEnd(List.of(partition));
                // The end is looked up when it is asked for, not later, when there is more.
                reading.position(partition, END_OFFSETS);
            } else {
                reading.seek(partition, first.offset());
            }
        }
    }

    private void pollOnce(KafkaConsumer<String, byte[]> reading, List<TopicPartition> partitions) {
        Duration patience;
        synchronized (asked) {
            waiting = asked.isEmpty();
            patience = waiting ? POLL : Duration.ZERO;
        }
        ConsumerRecords<String, byte[]> records = ConsumerRecords.empty();
        try {
            records = reading.poll(patience);
        } catch (WakeupException barrierOrStop) {
            // What was folded before counts all the same.
        } finally {
            synchronized (asked) {
                waiting = false;
            }
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            step.fold(record);
        }
        Map<Integer, Long> now = new HashMap<>();
        try {
            partitions.forEach(partition -> now.put(partition.partition(), reading.position(partition)));
        } catch (WakeupException again) {
            reading.wakeup();
            return;
        }
        barriers.reach(now);
    }

    /** Learns the ends that waiting threads ask for; false when more of them came in between. */
    private boolean takeBarriers(KafkaConsumer<String, byte[]> reading, List<TopicPartition> partitions) {
        List<CompletableFuture<Void>> wanted;
        synchronized (asked) {
            wanted = List.copyOf(asked);
            asked.clear();
        }
        if (wanted.isEmpty()) {
            return true;
        }
        Map<Integer, Long> ends = new HashMap<>();
        try {
            reading.endOffsets(partitions, END_OFFSETS).forEach((where, end) -> ends.put(where.partition(), end));
        } catch (WakeupException again) {
            synchronized (asked) {
                asked.addAll(wanted);
            }
            return false;
        } catch (RuntimeException e) {
            synchronized (asked) {
                asked.addAll(wanted);
            }
            throw e;
        }
        wanted.forEach(reached -> barriers.add(ends, reached));
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
