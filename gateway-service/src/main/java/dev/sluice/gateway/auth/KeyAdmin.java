package dev.sluice.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes keys. A change holds once Kafka acknowledged it. Blocks. */
@Singleton
class KeyAdmin {

    static final String RECORD_PREFIX = "key/";

    private static final Logger AUDIT = Logger.getLogger("sluice.audit");
    private static final Duration ACK = Duration.ofSeconds(10);

    /** A key just made, with its secret: the only time it is shown. */
    record Made(KeyRecord record, ApiKey key) {}

    private final KafkaClients clients;
    private final KeyRing ring;
    private final KeyAuth auth;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private @Nullable KafkaProducer<String, byte[]> producer;

    KeyAdmin(KafkaClients clients, KeyRing ring, KeyAuth auth, ObjectMapper json) {
        this.clients = clients;
        this.ring = ring;
        this.auth = auth;
        this.json = json;
    }

    Made create(NewKey asked, String actor) {
        ApiKey key = ApiKey.create(random);
        KeyRecord made = new KeyRecord(
                key.id(),
                auth.hash(key),
                asked.tenant(),
                asked.name(),
                asked.project(),
                Set.copyOf(asked.scopes()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        write(made.id(), bytes(made));
        ring.change(made.id(), made);
        AUDIT.infof("actor=%s action=key.create key=%s tenant=%s", actor, made.id(), made.tenant());
        return new Made(made, key);
    }

    List<KeyRecord> list() {
        return ring.all().stream()
                .sorted(Comparator.comparing(KeyRecord::createdAt).thenComparing(KeyRecord::id))
                .toList();
    }

    void revoke(String id, String actor) {
        KeyRecord known = ring.find(id);
        if (known == null) {
            throw new Refusal(
                    404, "no_such_key", "Not found", "There is no key with this id. GET /admin/keys lists them.");
        }
        if (!ring.fromTopic().containsKey(id)) {
            throw new Refusal(
                    409,
                    "key_from_configuration",
                    "Conflict",
                    "This key stands in the configuration. Remove sluice.gateway.static-keys.%s and restart."
                            .formatted(id));
        }
        write(id, null);
        ring.change(id, null);
        AUDIT.infof("actor=%s action=key.revoke key=%s tenant=%s", actor, id, known.tenant());
    }

    private byte[] bytes(KeyRecord key) {
        try {
            return json.writeValueAsBytes(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key cannot be written as JSON", e);
        }
    }

    private void write(String id, byte @Nullable [] value) {
        try {
            producer()
                    .send(new ProducerRecord<>(Topics.CONTROL, RECORD_PREFIX + id, value))
                    .get(ACK.toMillis(), TimeUnit.MILLISECONDS);
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
                "Kafka did not acknowledge the change, so it may not hold. Check Kafka and GET /admin/keys, then try again.",
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
