package dev.sluice.analytics.status;

import dev.sluice.analytics.ingest.IngestState;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.contracts.status.ServiceStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers {@code /internal/status}. */
@Path("/internal/status")
class StatusResource {

    private final AnalyticsStore store;
    private final IngestState ingest;
    private final String version;

    StatusResource(
            AnalyticsStore store,
            IngestState ingest,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.store = store;
        this.ingest = ingest;
        this.version = version;
    }

    /** Degraded while the store or Kafka is away; events wait in Kafka meanwhile. */
    @GET
    public ServiceStatus status() {
        boolean well = store.healthy() && ingest.following();
        return new ServiceStatus(
                "analytics-service",
                version,
                well ? ServiceStatus.State.UP : ServiceStatus.State.DEGRADED,
                Map.of(
                        "store", store.healthy() ? store.engine() : "down",
                        "kafka", ingest.following() ? "up" : "down",
                        "storeBytes", Long.toString(store.bytes()),
                        "events", Long.toString(store.events()),
                        "rejects", Long.toString(store.rejects()),
                        "lag", Long.toString(ingest.lag())));
    }
}
