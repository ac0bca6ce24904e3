package dev.sluice.kit.kafka;

import dev.sluice.kit.config.KafkaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes kafka-clients with the suite's settings: text keys, byte values. The one who asks closes them. */
@ApplicationScoped
public class KafkaClients {

    private final KafkaConfig config;

    KafkaClients(KafkaConfig config) {
        this.config = config;
    }

    /**
     * An idempotent producer that waits for all replicas (acks=all), compresses, and gives up after two minutes.
     *
     * @param clientId told to the broker
     * @param overrides settings that differ from the suite's
     */
    public KafkaProducer<String, byte[]> producer(String clientId, Map<String, Object> overrides) {
        Map<String, Object> settings = common(clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 11 * 1024 * 1024);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        settings.putAll(overrides);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer that starts at the beginning, commits only when told, and notices a dead member after ten seconds.
     *
     * @param clientId told to the broker
     * @param groupId the consumer group; empty for a reader that assigns its own partitions
     * @param overrides settings that differ from the suite's
     */
    public KafkaConsumer<String, byte[]> consumer(String clientId, String groupId, Map<String, Object> overrides) {
        Map<String, Object> settings = common(clientId);
        if (!groupId.isEmpty()) {
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        }
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putAll(overrides);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A member of a share group (KIP-932); the broker must have share groups.
     *
     * @param clientId told to the broker
     * @param groupId the share group
     * @param overrides settings that differ from the suite's
     */
    public KafkaShareConsumer<String, byte[]> shareConsumer(
            String clientId, String groupId, Map<String, Object> overrides) {
        Map<String, Object> settings = common(clientId);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.putAll(overrides);
        return new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** An admin client whose calls end after the configured time. */
    public Admin admin(String clientId) {
        Map<String, Object> settings = common(clientId);
        int timeout = Math.toIntExact(config.adminTimeout().toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        return Admin.create(settings);
    }

    private Map<String, Object> common(String clientId) {
        Map<String, Object> settings = new HashMap<>(config.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        return settings;
    }
}
