package dev.sluice.worker.knowledge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The OpenSearch that holds the knowledge index where sluice.worker.knowledge.engine says opensearch. */
@ConfigMapping(prefix = "sluice.worker.knowledge.opensearch")
public interface OpenSearchConfig {

    /** Where it is, such as {@code https://opensearch:9200}. Required with the engine opensearch. */
    Optional<URI> url();

    /** The index, made at the start when it is not there; one for each installation. */
    @WithDefault("sluice-knowledge-1")
    String index();

    /** The user it is asked as. */
    Optional<String> username();

    /** That user's password. */
    Optional<String> password();

    /** The whole value of the header Authorization, such as {@code ApiKey ...} or {@code Bearer ...}, in place of a user. */
    Optional<String> authorization();

    /** A file of certificates (PEM) that its TLS certificate is trusted by. Absent: those the JDK trusts. */
    Optional<Path> certificates();

    /** Shards of the index when it is made. Each tenant's passages lie in one of them. */
    @WithDefault("3")
    int shards();

    /** Copies of each shard when the index is made. */
    @WithDefault("1")
    int replicas();

    /** How long one search may take. */
    @WithDefault("2s")
    Duration searchWithin();

    /** How long one write may take. */
    @WithDefault("30s")
    Duration writeWithin();

    /** The most bytes of passages that are sent in one write. */
    @WithDefault("4M")
    MemorySize bulk();

    /** How long writing rests when it is away. */
    @WithDefault("2s")
    Duration pause();
}
