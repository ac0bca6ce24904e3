package dev.sluice.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How worker-service works; what a part of it needs stands with that part. */
@ConfigMapping(prefix = "sluice.worker")
public interface WorkerConfig {

    /** How commands come from Kafka: {@code group} on every Kafka, {@code share} on brokers with share groups (KIP-932). */
    @WithDefault("group")
    Transport transport();

    /** How commands come from Kafka. */
    enum Transport {
        /** By a consumer group. */
        GROUP,
        /** By a share group. */
        SHARE
    }
}
