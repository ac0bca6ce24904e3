package dev.sluice.worker.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.ledger.TaskTopics;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The poll loop over the five command topics, in the classic consumer group {@link Lanes#GROUP}. A lane whose buffer is full is
 * paused, so no more is taken from Kafka than can start soon. Commands are committed once they have done their work.
 */
final class CommandLoop {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final LaneBuffers buffers;
    private final KafkaClients clients;
    private final ObjectMapper json;
    private final Optional<String> member;
    private final Runnable dispatch;
    private final List<TopicPartition> assigned = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /**
     * @param member the name of this member of the group, if it has one that outlives the process
     * @param dispatch starts what can start; called after each poll
     */
    CommandLoop(
            LaneBuffers buffers, KafkaClients clients, ObjectMapper json, Optional<String> member, Runnable dispatch) {
        this.buffers = buffers;
        this.clients = clients;
        this.json = json;
        this.member = member;
        this.dispatch = dispatch;
    }

    /** Runs until stopped; goes on trying while Kafka is away. */
    void run() {
        while (!stopping) {
            try {
                poll();
            } catch (RuntimeException e) {
                Log.warnf("polling commands failed (%s); beginning anew", e.getMessage());
                pause();
            }
        }
    }

    /** A full lane has room again. */
    void nudge() {
        KafkaConsumer<String, byte[]> known = consumer;
        if (known != null) {
            known.wakeup();
        }
    }

    void stop() {
        stopping = true;
        nudge();
    }

    private void poll() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 32);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        member.ifPresent(name -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        try (KafkaConsumer<String, byte[]> polling = clients.consumer("sluice-task-commands", Lanes.GROUP, settings)) {
            polling.subscribe(
                    Arrays.stream(Lane.values()).map(TaskTopics::commands).toList(), new Rebalance(polling));
            consumer = polling;
            while (!stopping) {
                pauseFullLanes(polling);
                try {
                    for (ConsumerRecord<String, byte[]> record : polling.poll(POLL)) {
                        take(record);
                    }
                } catch (WakeupException roomOrStop) {
                    // There is room again, or an end.
                }
                dispatch.run();
                commit(polling);
            }
        } finally {
            consumer = null;
            buffers.revoked(List.copyOf(assigned));
            assigned.clear();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        var where = new TopicPartition(record.topic(), record.partition());
        try {
            TaskCommand command = json.readValue(record.value(), TaskCommand.class);
            buffers.polled(new Wakeup(command.taskId(), TaskTopics.lane(record.topic()), where, record.offset()));
        } catch (IOException | IllegalArgumentException e) {
            Log.warnf("a command at %s/%d cannot be read; dropped", where, record.offset());
            var unreadable = new Wakeup("", TaskTopics.lane(record.topic()), where, record.offset());
            buffers.skipped(unreadable);
        }
    }

    private void pauseFullLanes(KafkaConsumer<String, byte[]> polling) {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> roomy = new ArrayList<>();
        for (TopicPartition where : polling.assignment()) {
            (buffers.isFull(TaskTopics.lane(where.topic())) ? full : roomy).add(where);
        }
        polling.pause(full);
        polling.resume(roomy);
    }

    private void commit(KafkaConsumer<String, byte[]> polling) {
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
            assigned.removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.addAll(partitions);
        }
    }
}
