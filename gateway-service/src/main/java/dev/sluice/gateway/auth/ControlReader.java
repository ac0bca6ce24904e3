package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code sluice.control} from its beginning, then follows it, and keeps the key ring equal to it. Blocks. */
@Singleton
class ControlReader {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final KeyRing ring;
    private final KeyFile file;
    private final ObjectMapper json;
    private volatile boolean stopping;
    private volatile Instant lastHeard = Instant.EPOCH;

    ControlReader(KafkaClients clients, TopicBootstrap topics, KeyRing ring, KeyFile file, ObjectMapper json) {
        this.clients = clients;
        this.topics = topics;
        this.ring = ring;
        this.file = file;
        this.json = json;
    }

    void start(@Observes StartupEvent start) {
        file.read().ifPresent(ring::restore);
        Thread.ofVirtual().name("control-reader").start(this::keepReading);
    }

    void stop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    /** Whether Kafka answered within the given time. */
    boolean heardWithin(Duration time) {
        return lastHeard.isAfter(Instant.now().minus(time));
    }

    private void keepReading() {
        topics.ensure(List.of(Topics.control())).join();
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> consumer = clients.consumer("sluice-control", "", settings())) {
                read(consumer);
            } catch (KafkaException e) {
                Log.warnf("reading %s failed, trying again: %s", Topics.CONTROL, e.getMessage());
                pause();
            }
        }
    }

    private static Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000, ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CONTROL).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic is not there yet");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<String, KeyRecord> keys = firstRead(consumer, consumer.endOffsets(partitions));
        ring.replace(keys);
        file.write(keys);
        Log.infof("%d API keys known", keys.size());
        while (!stopping) {
            ConsumerRecords<String, byte[]> changes = consumer.poll(POLL);
            if (!changes.isEmpty()) {
                changes.forEach(change -> apply(keys, change));
                ring.replace(keys);
                file.write(keys);
            }
            if (!changes.isEmpty() || !heardWithin(Duration.ofSeconds(4))) {
                consumer.endOffsets(partitions);
                lastHeard = Instant.now();
            }
        }
    }

    private Map<String, KeyRecord> firstRead(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<String, KeyRecord> keys = new HashMap<>();
        while (!stopping
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(change -> apply(keys, change));
        }
        lastHeard = Instant.now();
        return keys;
    }

    private void apply(Map<String, KeyRecord> keys, ConsumerRecord<String, byte[]> change) {
        if (change.key() == null || !change.key().startsWith(KeyAdmin.RECORD_PREFIX)) {
            return;
        }
        String id = change.key().substring(KeyAdmin.RECORD_PREFIX.length());
        try {
            if (change.value() == null) {
                keys.remove(id);
            } else {
                keys.put(id, json.readValue(change.value(), KeyRecord.class));
            }
        } catch (IOException e) {
            Log.warnf(
                    "the control record of key %s cannot be read and is left out: %s",
                    id, e.getClass().getSimpleName());
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
