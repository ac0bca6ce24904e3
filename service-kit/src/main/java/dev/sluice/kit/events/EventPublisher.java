package dev.sluice.kit.events;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.config.EventsConfig;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Puts events on {@code sluice.events}. Publishing never blocks and never fails: events wait in a bounded buffer for one
 * sending thread, and in a bounded file while Kafka is slow or away. Beyond both bounds they are dropped and counted in
 * {@code sluice_events_dropped_total}. See docs/overload-and-drain.md for what a crash may cost.
 */
@ApplicationScoped
public class EventPublisher {

    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final BlockingQueue<Pending> waiting;
    private final EventsConfig config;
    private final Path folder;
    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final LetterWriter writer;
    private final EventCounts counts;
    private volatile boolean stopping;
    private volatile @Nullable Spill spill;
    private @Nullable Thread sender;

    EventPublisher(
            EventsConfig config,
            DataConfig data,
            KafkaClients clients,
            TopicBootstrap topics,
            LetterWriter writer,
            MeterRegistry meters) {
        this.waiting = new ArrayBlockingQueue<>(config.buffer());
        this.config = config;
        this.folder = data.dir().resolve("events-spill");
        this.clients = clients;
        this.topics = topics;
        this.writer = writer;
        this.counts = EventCounts.in(meters);
        meters.gauge("sluice.events.waiting", waiting, BlockingQueue::size);
        meters.gauge("sluice.events.spill.records", this, self -> self.backlog().spilled());
        meters.gauge("sluice.events.spill.bytes", this, self -> self.backlog().bytes());
    }

    /** Hands an event over for sending. */
    public void publish(Event event) {
        if (!waiting.offer(new Pending(event, Context.current()))) {
            counts.dropped().increment();
        }
    }

    /** What has not reached Kafka yet, and what never will. */
    public EventBacklog backlog() {
        Spill file = spill;
        return new EventBacklog(
                waiting.size(), file == null ? 0 : file.records(), file == null ? 0 : file.bytes(), (long)
                        counts.dropped().count());
    }

    void start(@Observes StartupEvent start) {
        sender = Thread.ofPlatform().name("event-sender").daemon().start(this::run);
    }

    /** Behind everything else that stops, which may still publish. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        if (sender != null) {
            sender.join(config.drain().plus(LAST_WORDS));
        }
    }

    private void run() {
        Spill file = open();
        spill = file;
        var backlog =
                new Backlog(file, counts, System::nanoTime, config.spillSync().toNanos());
        var carrier = new EventSender(
                waiting,
                writer::write,
                backlog,
                () -> clients.producer("sluice-events", settings()),
                counts,
                config.spillAfter(),
                System::nanoTime);
        try {
            awaitTopic();
            while (!stopping) {
                carrier.step(IDLE);
            }
            carrier.finish(config.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Spill open() {
        if (config.spillSize().asLongValue() == 0) {
            return null;
        }
        try {
            return Spill.open(folder, config.spillSize().asLongValue());
        } catch (IOException e) {
            Log.warnf(
                    "No spill file for events in %s (%s): while Kafka is away only sluice.events.buffer events are kept, and lost with the process. Check sluice.data.dir.",
                    folder, e.getMessage());
            return null;
        }
    }

    /** A first start makes the topic; sending before it is there would only spill. */
    private void awaitTopic() throws InterruptedException {
        var ready = topics.ensure(List.of(Topics.events()));
        try {
            ready.get(config.spillAfter().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Log.debugf("sending events without knowing their topic: %s", e.getMessage());
        }
    }

    /** An event that is not confirmed soon is better kept in the file, so nothing here is patient. */
    private static Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.LINGER_MS_CONFIG, 20,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    }
}
