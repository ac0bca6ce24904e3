package dev.sluice.optimizer.status;

import dev.sluice.contracts.status.ServiceStatus;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.optimizer.meaning.CacheMeaning;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells how this process is. It needs nobody else to do its work, so it is up whenever it answers. */
@Path("/internal/status")
class StatusResource {

    private final EventPublisher events;
    private final CacheMeaning meaning;
    private final String version;

    StatusResource(
            EventPublisher events,
            CacheMeaning meaning,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.events = events;
        this.meaning = meaning;
        this.version = version;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @NonBlocking
    public ServiceStatus status() {
        return new ServiceStatus(
                "optimizer-service",
                version,
                ServiceStatus.State.UP,
                Map.of(
                        "answers",
                        "memory",
                        "meaning",
                        meaning.isDegraded() ? "words alone" : "cache-service",
                        "tokens",
                        "o200k_base",
                        "events",
                        events.backlog().words()));
    }
}
