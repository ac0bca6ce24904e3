package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.lanes.Lanes;
import dev.sluice.worker.ledger.TaskTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Whether a lane's command topic holds commands that no worker has committed yet. */
final class LaneBacklog implements AutoCloseable {

    private final KafkaClients clients;
    private final boolean shared;
    private @Nullable Admin admin;

    /**
     * @param shared whether commands come by a share group
     */
    LaneBacklog(KafkaClients clients, boolean shared) {
        this.clients = clients;
        this.shared = shared;
    }

    /** True only when Kafka says so: everything on the lane's topic is committed. */
    boolean isEmpty(Lane lane) throws InterruptedException {
        try {
            List<TopicPartition> partitions = partitions(TaskTopics.commands(lane));
            Map<TopicPartition, Long> last = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            return partitions.stream().allMatch(where -> {
                OffsetAndMetadata known = committed.get(where);
                long done = known == null ? first.getOrDefault(where, 0L) : known.offset();
                return done >= last.getOrDefault(where, Long.MAX_VALUE);
            });
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws ExecutionException, InterruptedException {
        if (shared) {
            return admin().listShareGroupOffsets(Map.of(Lanes.SHARE_GROUP, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata(Lanes.SHARE_GROUP)
                    .get();
        }
        return admin().listConsumerGroupOffsets(Lanes.GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private List<TopicPartition> partitions(String topic) throws ExecutionException, InterruptedException {
        return admin().describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(where -> asked.put(where, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin().listOffsets(asked).all().get().forEach((where, found) -> offsets.put(where, found.offset()));
        return offsets;
    }

    private Admin admin() {
        Admin made = admin;
        if (made == null) {
            made = clients.admin("sluice-task-backlog");
            admin = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
