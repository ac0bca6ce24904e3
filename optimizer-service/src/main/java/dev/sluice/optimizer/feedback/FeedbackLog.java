package dev.sluice.optimizer.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes what is told to the topic, and hands on to the listeners what stands there, from its beginning. */
@ApplicationScoped
public class FeedbackLog {

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int UNDER_WAY = 64;

    private final List<Listener> listeners;
    private final TopicFold fold;
    private final Producing producing;
    private final ObjectMapper json;
    private final Semaphore places = new Semaphore(UNDER_WAY);

    FeedbackLog(KafkaClients clients, TopicBootstrap topics, ObjectMapper json, @All List<Listener> listeners) {
        this.json = json;
        this.listeners = listeners;
        this.fold = new TopicFold(Topics.optimizerFeedback(), clients, topics, this::fold);
        this.producing = Producing.waiting(clients, "sluice-optimizer-feedback", WITHIN);
    }

    void start(@Observes StartupEvent start) {
        fold.start();
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        producing.close();
    }

    /**
     * Keeps what was told; when this returns, Kafka has it and this process has learnt from it.
     *
     * @throws Refusal 503 when Kafka does not acknowledge it
     */
    public void tell(Told told) {
        try {
            var record = new ProducerRecord<>(Topics.OPTIMIZER_FEEDBACK, told.tenant(), json.writeValueAsBytes(told));
            RecordMetadata where = producing.send(record, WITHIN);
            // Who is slow to read what is there has it all the same.
            var _ = fold.awaitOffset(where.partition(), where.offset(), WITHIN);
        } catch (Producing.Unacknowledged e) {
            throw new Refusal(
                    503,
                    "feedback_unavailable",
                    "Feedback unavailable",
                    "Kafka did not acknowledge it, so it may be lost. Tell it again in a second.",
                    Map.of("Retry-After", "1"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("feedback cannot be written as JSON", e);
        }
    }

    /** The same for who does not wait; lost when Kafka is away or too much is under way. */
    public void mention(Told told) {
        if (!places.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("feedback").start(() -> {
            try {
                tell(told);
            } catch (Refusal lost) {
                Log.debugf("feedback was lost: %s", lost.getMessage());
            } finally {
                places.release();
            }
        });
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        try {
            Told told = json.readValue(record.value(), Told.class);
            Instant at = Instant.ofEpochMilli(record.timestamp());
            listeners.forEach(listener -> listener.heard(told, at));
        } catch (IOException | RuntimeException e) {
            Log.warnf("feedback at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
    }
}
