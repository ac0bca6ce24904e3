package dev.sluice.worker.status;

import dev.sluice.contracts.status.ServiceStatus;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.worker.batches.BatchWatch;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.lanes.Lanes;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.llm.Gateway;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How worker-service is: what it holds, what it runs, and which helpers are away. */
@Path("/internal/status")
@RunOnVirtualThread
public class StatusResource {

    private static final Duration KAFKA_ANSWERS = Duration.ofMillis(800);

    private final TaskLedger ledger;
    private final Lanes lanes;
    private final Leases leases;
    private final KnowledgeBase knowledge;
    private final BatchWatch batches;
    private final Gateway gateway;
    private final EventPublisher events;
    private final String version;

    StatusResource(
            TaskLedger ledger,
            Lanes lanes,
            Leases leases,
            KnowledgeBase knowledge,
            BatchWatch batches,
            Gateway gateway,
            EventPublisher events,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.ledger = ledger;
        this.lanes = lanes;
        this.leases = leases;
        this.knowledge = knowledge;
        this.batches = batches;
        this.gateway = gateway;
        this.events = events;
        this.version = version;
    }

    /** The state and its details. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ServiceStatus status() {
        boolean kafka = ledger.awaitCurrent(KAFKA_ANSWERS);
        String engine = knowledge.engine();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("kafka", kafka ? "up" : "down");
        details.put("leases", leases.kind());
        details.put("tasks", ledger.isReady() ? "current" : "rebuilding");
        details.put("tasks.known", Integer.toString(ledger.table().size()));
        details.put("tasks.open", Integer.toString(ledger.table().openCount()));
        for (Lane lane : Lane.values()) {
            details.put("lane." + lane.wireName(), "running=" + lanes.running(lane) + " polled=" + lanes.waiting(lane));
        }
        details.put("batches", batches.all().words());
        details.put("knowledge.engine", engine);
        details.put("knowledge.late", Integer.toString(knowledge.late()));
        details.put("knowledge", knowledge.isReady() ? "current" : "rebuilding");
        details.put("knowledge.documents", Integer.toString(knowledge.documents()));
        details.put("knowledge.passages", Integer.toString(knowledge.passages()));
        details.put("llm", gateway.usual().map(model -> "gateway").orElse("none, local methods"));
        details.put("events", events.backlog().words());
        boolean healthy = kafka
                && ledger.isReady()
                && knowledge.isReady()
                && !engine.equals("opensearch-away")
                && !leases.kind().equals("redis-away");
        return new ServiceStatus(
                "worker-service", version, healthy ? ServiceStatus.State.UP : ServiceStatus.State.DEGRADED, details);
    }
}
