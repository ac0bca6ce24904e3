package dev.sluice.worker.execution;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.ledger.TaskTopics;
import java.util.HashMap;
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
            Admin asking = admin();
            String topic = TaskTopics.commands(lane);
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            Map<TopicPartition, OffsetSpec> begins = new HashMap<>();
            asking.describeTopics(java.util.List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(p -> {
                        ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest());
                        begins.put(new TopicPartition(topic, p.partition()), OffsetSpec.earliest());
                    });
            var last = asking.listOffsets(ends).all().get();
            var first = asking.listOffsets(begins).all().get();
            Map<TopicPartition, OffsetAndMetadata> committed = asking.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.keySet().stream().allMatch(where -> {
                OffsetAndMetadata known = committed.get(where);
                long done = known == null ? first.get(where).offset() : known.offset();
                return done >= last.get(where).offset();
            });
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
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
            admin.close(java.time.Duration.ofSeconds(1));
        }
    }
}
