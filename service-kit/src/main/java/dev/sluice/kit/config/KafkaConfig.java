package dev.sluice.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the services reach Kafka. */
@ConfigMapping(prefix = "sluice.kafka")
public interface KafkaConfig {

    /** Brokers to begin with, {@code host:port} separated by commas. */
    @WithDefault("localhost:9092")
    String bootstrap();

    /** Partitions of topics the bootstrap creates; absent means each topic's own default. Existing topics are kept. */
    Optional<Integer> partitions();

    /** Replicas of topics the bootstrap creates; absent means the broker's default. */
    Optional<Short> replication();

    /** How long an administrative call may take. */
    @WithDefault("10s")
    Duration adminTimeout();

    /** Any kafka-clients setting, such as {@code security.protocol} or {@code sasl.jaas.config}, passed on as it is. */
    Map<String, String> properties();
}
