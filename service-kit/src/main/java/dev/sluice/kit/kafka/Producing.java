package dev.sluice.kit.kafka;

import java.time.Duration;
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

/** A producer made at first use, so that a service starts without Kafka, whose sends wait for the acknowledgement. */
public final class Producing implements AutoCloseable {

    /** Kafka did not acknowledge in time; whether it has the record is not known. */
    public static final class Unacknowledged extends Exception {

        private static final long serialVersionUID = 1L;

        Unacknowledged(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    private final KafkaClients clients;
    private final String clientId;
    private final Map<String, Object> settings;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public Producing(KafkaClients clients, String clientId, Map<String, Object> settings) {
        this.clients = clients;
        this.clientId = clientId;
        this.settings = Map.copyOf(settings);
    }

    /** A producer that sends at once and gives up, nothing on its way any more, when this time is over. */
    public static Producing waiting(KafkaClients clients, String clientId, Duration within) {
        int millis = Math.toIntExact(within.toMillis());
        return new Producing(
                clients,
                clientId,
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        millis,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.max(1, millis / 2),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        millis));
    }

    /** A record on its way. */
    public interface Sent {

        /** Waits for all replicas. */
        RecordMetadata await(Duration atMost) throws Unacknowledged;
    }

    /** Sends and waits for all replicas. */
    public RecordMetadata send(ProducerRecord<String, byte[]> record, Duration atMost) throws Unacknowledged {
        return begin(record).await(atMost);
    }

    /** Sends without waiting: several that do not depend on each other travel together. */
    public Sent begin(ProducerRecord<String, byte[]> record) throws Unacknowledged {
        try {
            Future<RecordMetadata> sending = producer().send(record);
            return atMost -> await(sending, atMost);
        } catch (KafkaException e) {
            throw new Unacknowledged(e);
        }
    }

    private static RecordMetadata await(Future<RecordMetadata> sending, Duration atMost) throws Unacknowledged {
        try {
            return sending.get(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Unacknowledged(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new Unacknowledged(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unacknowledged(e);
        }
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> made = producer;
        if (made == null) {
            made = clients.producer(clientId, settings);
            producer = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
            producer = null;
        }
    }
}
