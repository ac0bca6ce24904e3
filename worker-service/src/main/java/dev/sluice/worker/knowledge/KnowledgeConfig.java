package dev.sluice.worker.knowledge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The documents and their index. */
@ConfigMapping(prefix = "sluice.worker.knowledge")
public interface KnowledgeConfig {

    /** Where passages are found: {@code local}, in each worker by itself, or {@code opensearch}, which workers share. */
    @WithDefault("local")
    Engine engine();

    /** Where passages are found. */
    enum Engine {
        /** In this process, by Lucene. */
        LOCAL,
        /** In an OpenSearch, see {@link OpenSearchConfig}. */
        OPENSEARCH
    }

    /** The longest document, in bytes of UTF-8. */
    @WithDefault("10M")
    MemorySize largestDocument();

    /** Documents a tenant may have; beyond it 429. */
    @WithDefault("10000")
    int documentsPerTenant();

    /** Text of all a tenant's documents together; beyond it 429. */
    @WithDefault("512M")
    MemorySize textPerTenant();

    /** Passages in a segment of the index, or of a tenant in OpenSearch, up to which all vectors are compared; more are searched through a graph. */
    @WithDefault("10000")
    int exactBelow();

    /** The most the file of vectors may have; when it is full it begins anew. */
    @WithDefault("512M")
    MemorySize vectorsOnDisk();

    /** Passages embedded in one call of the cache-service. */
    @WithDefault("16")
    int embeddingBatch();

    /** How long embedding rests when the cache-service is away. */
    @WithDefault("5s")
    Duration embeddingPause();

    /** How long a search waits for the vector of its question; then it goes by words alone. */
    @WithDefault("300ms")
    Duration questionWithin();

    /** How long a search whose reader has left goes on, so that the reader may come back; then its model call is closed. */
    @WithDefault("3s")
    Duration resumeWithin();

    /** How often a streamed search says that it is still there while it has nothing to say. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long posting waits until the document can be found. */
    @WithDefault("10s")
    Duration visibleWithin();
}
