package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.ledger.TaskTopics;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The poll loop over the five command topics, in a classic consumer group. A lane whose buffer is full is
 * paused, so no more is taken from Kafka than can start soon. Commands are committed once they have done their work.
 */
final class GroupTransport implements Transport {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MOST_POLLED = 500;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final long COMMITS_APART = Duration.ofMillis(200).toNanos();

    private final LaneBuffers buffers;
    private final KafkaClients clients;
    private final Commands commands;
    private final String group;
    private final Optional<String> member;
    private final Runnable dispatch;
    /** Each partition with where it ended when it came here: what lies before may have been polled elsewhere. */
    private final Map<TopicPartition, Long> assigned = new HashMap<>();

    private final AtomicBoolean nudged = new AtomicBoolean();
    private long committed = System.nanoTime();
    private volatile boolean paused;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /**
     * @param group the consumer group
     * @param member the name of this member of the group, if it has one that outlives the process
     * @param dispatch starts what can start; called after each poll
     */
    GroupTransport(
            LaneBuffers buffers,
            KafkaClients clients,
            Commands commands,
            String group,
            Optional<String> member,
            Runnable dispatch) {
        this.buffers = buffers;
        this.clients = clients;
        this.commands = commands;
        this.group = group;
        this.member = member;
        this.dispatch = dispatch;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                poll();
            } catch (RuntimeException e) {
                Log.warnf("polling commands failed (%s); beginning anew", e.getMessage());
                pause();
            }
        }
    }

    @Override
    public void nudge() {
        // Only a paused lane is worth an interrupted poll, and one interruption is enough.
        if (paused && nudged.compareAndSet(false, true)) {
            wake();
        }
    }

    private void wake() {
        KafkaConsumer<String, byte[]> known = consumer;
        if (known != null) {
            known.wakeup();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        wake();
    }

    private void poll() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        member.ifPresent(name -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        try (KafkaConsumer<String, byte[]> polling = clients.consumer("sluice-task-commands", group, settings)) {
            polling.subscribe(
                    Arrays.stream(Lane.values()).map(TaskTopics::commands).toList(), new Rebalance(polling));
            consumer = polling;
            while (!stopping) {
                nudged.set(false);
                pauseFullLanes(polling);
                try {
                    for (ConsumerRecord<String, byte[]> record : polling.poll(POLL)) {
                        take(record);
                    }
                } catch (WakeupException roomOrStop) {
                    // There is room again, or an end.
                }
                dispatch.run();
                if (System.nanoTime() - committed > COMMITS_APART) {
                    commit(polling);
                }
            }
            commit(polling);
        } finally {
            consumer = null;
            buffers.revoked(List.copyOf(assigned.keySet()));
            assigned.clear();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        var where = new TopicPartition(record.topic(), record.partition());
        boolean unseen = record.offset() >= assigned.getOrDefault(where, Long.MAX_VALUE);
        commands.read(record, unseen).ifPresentOrElse(buffers::polled, () -> buffers.skipped(where, record.offset()));
    }

    private void pauseFullLanes(KafkaConsumer<String, byte[]> polling) {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> roomy = new ArrayList<>();
        for (TopicPartition where : polling.assignment()) {
            (buffers.isFull(TaskTopics.lane(where.topic())) ? full : roomy).add(where);
        }
        paused = !full.isEmpty();
        polling.pause(full);
        polling.resume(roomy);
    }

    private void commit(KafkaConsumer<String, byte[]> polling) {
        committed = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        buffers.toCommit().forEach((where, offset) -> offsets.put(where, new OffsetAndMetadata(offset)));
        if (!offsets.isEmpty()) {
            polling.commitAsync(offsets, null);
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> polling;

        Rebalance(KafkaConsumer<String, byte[]> polling) {
            this.polling = polling;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(polling);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            buffers.revoked(partitions);
            assigned.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(where -> assigned.put(where, Long.MAX_VALUE));
            assigned.putAll(ends(partitions));
        }

        private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            try {
                return polling.endOffsets(partitions, ENDS_WITHIN);
            } catch (WakeupException nudge) {
                return ends(partitions);
            } catch (TimeoutException e) {
                Log.warnf(
                        "where commands end is not known (%s); tasks are looked up before they start", e.getMessage());
                return Map.of();
            }
        }
    }
}
