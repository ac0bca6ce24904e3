package dev.sluice.gateway.control;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes to {@code sluice.control}. A change holds once Kafka acknowledged it. Blocks. */
@Singleton
class ControlWriter {

    private static final Duration ACK = Duration.ofSeconds(10);
    private static final Duration READ_BACK = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final Progress progress;
    private @Nullable KafkaProducer<String, byte[]> producer;

    ControlWriter(KafkaClients clients, Progress progress) {
        this.clients = clients;
        this.progress = progress;
    }

    /** A record to write; without a value it is removed. */
    static ProducerRecord<String, byte[]> change(String kind, String id, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.CONTROL, kind + "/" + id, value);
    }

    /**
     * Writes changes in order, and waits until they are acknowledged and in force on this replica.
     *
     * @throws Refusal 503 if Kafka does not acknowledge them
     */
    void write(List<ProducerRecord<String, byte[]>> changes) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<String, byte[]> change : changes) {
                sent.add(producer().send(change));
            }
            boolean here = true;
            for (Future<RecordMetadata> one : sent) {
                RecordMetadata stored = one.get(ACK.toMillis(), TimeUnit.MILLISECONDS);
                here = here && progress.await(stored.partition(), stored.offset(), READ_BACK);
            }
            if (!here) {
                Log.warn("a change of the control plane is stored, but this replica has not read it back yet");
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private static Refusal unavailable() {
        return new Refusal(
                503,
                "kafka_away",
                "Service unavailable",
                "Kafka did not acknowledge the change, so it may not hold. Check Kafka and what GET shows, then try again.",
                Map.of("retry-after", "5"));
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> made = producer;
        if (made == null) {
            int millis = Math.toIntExact(ACK.toMillis());
            made = clients.producer(
                    "sluice-control",
                    Map.of(
                            ProducerConfig.MAX_BLOCK_MS_CONFIG, millis,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis));
            producer = made;
        }
        return made;
    }

    synchronized void stop(@Observes ShutdownEvent stop) {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
