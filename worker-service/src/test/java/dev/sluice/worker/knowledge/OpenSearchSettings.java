package dev.sluice.worker.knowledge;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** An OpenSearch as a test wants it. */
record OpenSearchSettings(URI where, String index, String user, Duration searchWithin) implements OpenSearchConfig {

    static OpenSearchSettings of(URI where, String index) {
        return new OpenSearchSettings(where, index, "", Duration.ofSeconds(30));
    }

    @Override
    public Optional<URI> url() {
        return Optional.of(where);
    }

    @Override
    public Optional<String> username() {
        return Optional.of(user).filter(name -> !name.isEmpty());
    }

    @Override
    public Optional<String> password() {
        return username().map(name -> "of " + name);
    }

    @Override
    public Optional<String> authorization() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> certificates() {
        return Optional.empty();
    }

    @Override
    public int shards() {
        return 2;
    }

    @Override
    public int replicas() {
        return 0;
    }

    @Override
    public Duration writeWithin() {
        return Duration.ofSeconds(60);
    }

    /** So small that a document of a few passages takes several writes. */
    @Override
    public MemorySize bulk() {
        return new MemorySize(BigInteger.valueOf(2_000));
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(200);
    }
}
