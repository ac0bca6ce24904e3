package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.ledger.TaskTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Whether a lane's command topic holds commands that no worker has committed yet. */
final class LaneBacklog implements AutoCloseable {

    private final KafkaClients clients;
    private final String group;
    private @Nullable Admin admin;

    LaneBacklog(KafkaClients clients, String group) {
        this.clients = clients;
        this.group = group;
    }

    /** True only when Kafka says so: everything on the lane's topic is committed. */
    boolean isEmpty(Lane lane) throws InterruptedException {
        try {
            List<TopicPartition> partitions = partitions(TaskTopics.commands(lane));
            Map<TopicPartition, Long> last = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, OffsetAndMetadata> committed = admin().listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return partitions.stream().allMatch(where -> {
                OffsetAndMetadata known = committed.get(where);
                long done = known == null ? first.getOrDefault(where, 0L) : known.offset();
                return done >= last.getOrDefault(where, Long.MAX_VALUE);
            });
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
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
