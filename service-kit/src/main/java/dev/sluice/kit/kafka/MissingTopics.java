package dev.sluice.kit.kafka;

import dev.sluice.contracts.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are not there and leaves the others as they are. Where all are there nothing is asked for, so a
 * service that may only look at topics needs no right to create any.
 *
 * @param partitions of what is created; absent means each topic's own default
 * @param replication of what is created; absent means the broker's default
 */
record MissingTopics(Optional<Integer> partitions, Optional<Short> replication) {

    /**
     * Creates what is missing.
     *
     * @return the names of the topics that were not there before
     * @throws ExecutionException when Kafka cannot be reached or refuses a topic
     */
    List<String> create(Admin admin, List<Topics.Spec> topics) throws ExecutionException, InterruptedException {
        Set<String> there = admin.listTopics().names().get();
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !there.contains(topic.name()))
                .map(this::asked)
                .toList();
        if (!missing.isEmpty()) {
            for (var creation : admin.createTopics(missing).values().values()) {
                try {
                    creation.get();
                } catch (ExecutionException e) {
                    // Another service was quicker.
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
        return missing.stream().map(NewTopic::name).toList();
    }

    private NewTopic asked(Topics.Spec topic) {
        return new NewTopic(topic.name(), Optional.of(partitions.orElse(topic.partitions())), replication)
                .configs(topic.config());
    }
}
