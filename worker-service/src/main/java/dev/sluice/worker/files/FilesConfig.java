package dev.sluice.worker.files;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is uploaded for batches and what they produce. */
@ConfigMapping(prefix = "sluice.worker.files")
public interface FilesConfig {

    /** The largest upload, in bytes. */
    @WithDefault("100M")
    MemorySize largest();

    /** Files a tenant may have; beyond it 429. */
    @WithDefault("1000")
    int perTenant();

    /** Bytes of all a tenant's files together; beyond it 429. */
    @WithDefault("2G")
    MemorySize bytesPerTenant();

    /** Uploads received at the same time; beyond it 503. */
    @WithDefault("8")
    int uploads();

    /** How long a file lives that does not say so itself; at most 30 days. */
    @WithDefault("30d")
    Duration keep();

    /** How long Kafka may take for a piece of a file before 503. */
    @WithDefault("10s")
    Duration writeWithin();
}
