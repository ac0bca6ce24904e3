package dev.sluice.cache.status;

import dev.sluice.cache.embed.Embedder;
import dev.sluice.cache.index.VectorIndex;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.status.ServiceStatus;
import dev.sluice.contracts.status.ServiceStatus.State;
import dev.sluice.kit.events.EventPublisher;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells how the service is: degraded while Redis is away or when there is no embedding model. */
@Path("/internal/status")
@Produces(MediaType.APPLICATION_JSON)
class StatusResource {

    private final Stores stores;
    private final Embedder embedder;
    private final EventPublisher events;
    private final String version;

    StatusResource(
            Stores stores,
            Embedder embedder,
            EventPublisher events,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
        this.stores = stores;
        this.embedder = embedder;
        this.events = events;
        this.version = version;
    }

    @GET
    public ServiceStatus status() {
        boolean whole = stores.isWhole() && embedder.state() != Embedder.State.FAILED;
        return new ServiceStatus(
                "cache-service",
                version,
                whole ? State.UP : State.DEGRADED,
                Map.of(
                        "store", stores.isWhole() ? stores.kind() : "local",
                        "redis", redis(),
                        "redis-memory", stores.redisMemory().orElse("none"),
                        "redis-index", stores.redisIndex().orElse("none"),
                        "index", VectorIndex.arithmetic(),
                        "embeddings", embedder.state().name().toLowerCase(Locale.ROOT),
                        "entries", Long.toString(stores.localEntries()),
                        "events", events.backlog().words()));
    }

    private String redis() {
        if (stores.kind().equals("local")) {
            return "none";
        }
        return stores.isWhole() ? "up" : "away";
    }
}
