package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code sluice.control} from its beginning, then follows it, and keeps the state equal to it. Blocks. */
@Singleton
public class ControlReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(4);

    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final ControlState state;
    private final SnapshotFile snapshot;
    private final Progress progress;
    private final ObjectMapper json;
    private volatile boolean stopping;
    private volatile Instant lastHeard = Instant.EPOCH;

    ControlReader(
            KafkaClients clients,
            TopicBootstrap topics,
            ControlState state,
            SnapshotFile snapshot,
            Progress progress,
            ObjectMapper json) {
        this.clients = clients;
        this.topics = topics;
        this.state = state;
        this.snapshot = snapshot;
        this.progress = progress;
        this.json = json;
    }

    void start(@Observes StartupEvent start) {
        snapshot.read().ifPresent(state::restore);
        Thread.ofVirtual().name("control-reader").start(this::keepReading);
    }

    void stop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    /** Whether Kafka answered within the given time. */
    public boolean heardWithin(Duration time) {
        return lastHeard.isAfter(Instant.now().minus(time));
    }

    private void keepReading() {
        topics.ensure(List.of(Topics.control())).join();
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> consumer = clients.consumer("sluice-control", "", settings())) {
                read(consumer);
            } catch (RuntimeException e) {
                // Whatever it was: a replica that stops reading would go on taking keys that were revoked.
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
        var log = new RecordLog(json);
        firstRead(consumer, consumer.endOffsets(partitions), log);
        show(consumer, partitions, log);
        Log.infof("%d records of the control plane known", log.records().count());
        while (!stopping) {
            ConsumerRecords<String, byte[]> changes = consumer.poll(POLL);
            if (!changes.isEmpty()) {
                changes.forEach(change -> log.play(change.key(), change.value()));
                show(consumer, partitions, log);
            }
            if (!changes.isEmpty() || !heardWithin(ASK_AGAIN)) {
                consumer.endOffsets(partitions);
                lastHeard = Instant.now();
            }
        }
    }

    private void firstRead(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends, RecordLog log) {
        while (!stopping
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(change -> log.play(change.key(), change.value()));
        }
        lastHeard = Instant.now();
    }

    private void show(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, RecordLog log) {
        Records records = log.records();
        state.topic(records);
        partitions.forEach(partition -> progress.reached(partition.partition(), consumer.position(partition)));
        snapshot.write(records);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
