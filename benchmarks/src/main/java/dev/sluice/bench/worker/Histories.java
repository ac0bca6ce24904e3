package dev.sluice.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What became of tasks, as the state topic tells it, read independently of the workers. */
final class Histories implements AutoCloseable {

    private static final String TOPIC = "sluice.tasks.state";
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "dead", "cancelled", "expired", "skipped");

    /**
     * A task's state from some time on.
     *
     * @param lease the fencing token of a running one, else empty
     */
    record State(String name, int attempt, String lease, Instant at) {
        boolean isFinal() {
            return FINAL.contains(name);
        }
    }

    /**
     * A task.
     *
     * @param states in the order of the topic
     */
    record History(String tenant, Instant created, List<State> states) {

        /** When it was started first; absent tasks never were. */
        Instant firstStart() {
            return states.stream()
                    .filter(state -> state.name().equals("running"))
                    .map(State::at)
                    .findFirst()
                    .orElse(Instant.MAX);
        }

        double startMillis() {
            return Duration.between(created, firstStart()).toNanos() / 1e6;
        }

        long finals() {
            return states.stream().filter(State::isFinal).count();
        }
    }

    private final KafkaConsumer<String, byte[]> consumer;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, History> known = new HashMap<>();

    Histories(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false, "max.poll.records", 5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Those of the state topic, which a worker makes soon after it is ready. */
    private List<TopicPartition> partitions() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        List<TopicPartition> found = List.of();
        while (found.isEmpty() && System.nanoTime() < end) {
            found = consumer.partitionsFor(TOPIC).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
        }
        return found;
    }

    /** Reads on until all these tasks have a final state. */
    void awaitEnd(Collection<String> ids, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!ids.stream()
                .allMatch(id -> known.containsKey(id) && known.get(id).finals() > 0)) {
            if (System.nanoTime() > end) {
                return;
            }
            read();
        }
    }

    /** Reads on for a moment. */
    void read() throws IOException {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (record.value() == null) {
                continue;
            }
            JsonNode task = json.readTree(record.value());
            known.computeIfAbsent(
                            record.key(),
                            id -> new History(
                                    task.path("tenant").asText(),
                                    Instant.parse(task.path("createdAt").asText()),
                                    new ArrayList<>()))
                    .states()
                    .add(new State(
                            task.path("state").asText(),
                            task.path("attempt").asInt(),
                            task.path("lease").path("token").asText(""),
                            Instant.parse(task.path("updatedAt").asText())));
        }
    }

    /** The histories of these tasks; one that is not known has no states. */
    List<History> of(Collection<String> ids) {
        return ids.stream()
                .map(id -> known.getOrDefault(id, new History("", Instant.EPOCH, List.of())))
                .toList();
    }

    Map<String, History> all() {
        return known;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
