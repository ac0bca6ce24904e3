package dev.sluice.worker.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.execution.ExecutionConfig;
import dev.sluice.worker.identity.WorkerIdentity;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Wake-ups in the order of their priority, each started on a virtual thread of its own as soon as a slot is free. */
@ApplicationScoped
public class Lanes {

    /** The consumer group of all workers; its lag is the backlog. */
    public static final String GROUP = "sluice-workers";

    /** The share group of all workers, where share groups are used instead. */
    public static final String SHARE_GROUP = "sluice-workers-share";

    private static final long AGING_APART = Duration.ofSeconds(1).toNanos();

    private final LaneBuffers buffers;
    private final KafkaClients clients;
    private final ObjectMapper json;
    private final Optional<String> member;
    private final Clock clock;
    private final boolean shared;
    private final AtomicLong agedAt = new AtomicLong(System.nanoTime());
    private @Nullable Transport transport;
    private @Nullable Thread poller;
    private @Nullable Consumer<Wakeup> work;
    private volatile boolean stopping;

    Lanes(
            ExecutionConfig execution,
            WorkerConfig config,
            KafkaClients clients,
            ObjectMapper json,
            Leases leases,
            WorkerIdentity identity,
            TaskLedger ledger,
            Clock clock,
            MeterRegistry meters) {
        var limits = new Caps.Limits(execution.runningPerTenant(), execution.runningPerType());
        TaskTable table = ledger.table();
        boolean shared = config.transport() == WorkerConfig.Transport.SHARE;
        this.buffers = new LaneBuffers(
                execution.slots(),
                // What a share group has given out no other worker can take.
                shared ? 2 * execution.slots() : execution.window(),
                new Caps(limits, new Caps.Everywhere(table::runningOfTenant, table::runningOfType)),
                tenant -> execution.tenantWeights().getOrDefault(tenant, 1));
        this.clock = clock;
        this.shared = shared;
        this.clients = clients;
        this.json = json;
        // Alone, this worker is a static member: after a kill it goes on at once instead of waiting for its own ghost.
        this.member = leases.kind().equals("local") ? Optional.of(identity.id()) : Optional.empty();
        for (Lane lane : Lane.values()) {
            meters.gauge(
                    "sluice.tasks.running",
                    io.micrometer.core.instrument.Tags.of("lane", lane.wireName()),
                    buffers,
                    known -> known.running(lane));
            meters.gauge(
                    "sluice.tasks.parked",
                    io.micrometer.core.instrument.Tags.of("lane", lane.wireName()),
                    buffers,
                    known -> known.parked(lane));
        }
    }

    /**
     * Begins to poll.
     *
     * @param each what is done with each wake-up, on its own virtual thread; must call {@link #acknowledge}
     */
    public void start(Consumer<Wakeup> each) {
        work = each;
        var commands = new Commands(json, clock);
        Transport polling = shared
                ? new ShareTransport(buffers, clients, commands, SHARE_GROUP, this::dispatch)
                : new GroupTransport(buffers, clients, commands, GROUP, member, this::dispatch);
        transport = polling;
        poller = Thread.ofPlatform().name("task-commands").daemon().start(polling::run);
    }

    /** The wake-up has done its work and need not come again. */
    public void acknowledge(Wakeup wakeup) {
        buffers.acknowledge(wakeup);
    }

    /** Takes nothing more from Kafka and starts nothing more. */
    public void stop() throws InterruptedException {
        stopping = true;
        if (transport != null) {
            transport.stop();
        }
        if (poller != null) {
            poller.join(Duration.ofSeconds(3));
        }
    }

    /** The tasks that were polled and wait for a slot here. */
    public Set<String> waitingIds() {
        return buffers.waitingIds();
    }

    /** How many tasks of a lane run here. */
    public int running(Lane lane) {
        return buffers.running(lane);
    }

    /** How many wake-ups of a lane were polled and wait here. */
    public int waiting(Lane lane) {
        return buffers.waiting(lane);
    }

    private void dispatch() {
        long now = System.nanoTime();
        long last = agedAt.get();
        if (now - last > AGING_APART && agedAt.compareAndSet(last, now)) {
            buffers.age(clock.instant());
        }
        Optional<Wakeup> next = stopping ? Optional.empty() : buffers.next();
        while (next.isPresent()) {
            Wakeup wakeup = next.get();
            Thread.ofVirtual().name("task-" + wakeup.taskId()).start(() -> run(wakeup));
            next = stopping ? Optional.empty() : buffers.next();
        }
    }

    private void run(Wakeup wakeup) {
        try {
            if (work != null) {
                work.accept(wakeup);
            }
        } catch (IllegalStateException e) {
            if (!stopping) {
                throw e;
            }
            Log.debugf(e, "task %s outlived this worker; another takes it up", wakeup.taskId());
        } finally {
            boolean hasRoom = buffers.ended(wakeup);
            dispatch();
            if (hasRoom && transport != null) {
                transport.nudge();
            }
        }
    }
}
