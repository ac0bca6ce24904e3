package dev.sluice.kit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.config.EventsConfig;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TraceHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Puts events on {@code sluice.events}. Publishing never blocks and never fails: events wait in a bounded buffer for
 * one sending thread, and beyond the bound they are dropped and counted in {@code sluice_events_dropped_total}.
 */
@ApplicationScoped
public class EventPublisher {

    private record Pending(Event event, Context trace) {}

    private final BlockingQueue<Pending> waiting;
    private final EventsConfig config;
    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final TraceHeaders traces;
    private final ObjectMapper json;
    private final Counter sent;
    private final Counter dropped;
    private volatile boolean stopping;
    private @Nullable Thread sender;

    EventPublisher(
            EventsConfig config,
            KafkaClients clients,
            TopicBootstrap topics,
            TraceHeaders traces,
            ObjectMapper json,
            MeterRegistry meters) {
        this.waiting = new ArrayBlockingQueue<>(config.buffer());
        this.config = config;
        this.clients = clients;
        this.topics = topics;
        this.traces = traces;
        this.json = json;
        this.sent = meters.counter("sluice.events.sent");
        this.dropped = meters.counter("sluice.events.dropped");
        meters.gauge("sluice.events.waiting", waiting, BlockingQueue::size);
    }

    /** Hands an event over for sending. */
    public void publish(Event event) {
        if (!waiting.offer(new Pending(event, Context.current()))) {
            dropped.increment();
        }
    }

    void start(@Observes StartupEvent start) {
        sender = Thread.ofPlatform().name("event-sender").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        if (sender != null) {
            sender.join(config.drain());
        }
    }

    private void run() {
        topics.ensure(List.of(Topics.events()));
        Map<String, Object> settings =
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        try (KafkaProducer<String, byte[]> producer = clients.producer("sluice-events", settings)) {
            while (!stopping || !waiting.isEmpty()) {
                Pending next = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(producer, next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(KafkaProducer<String, byte[]> producer, Pending next) {
        try {
            var record =
                    new ProducerRecord<>(Topics.EVENTS, next.event().tenant(), json.writeValueAsBytes(next.event()));
            traces.write(next.trace(), record.headers());
            producer.send(record, (where, failure) -> settle(next, failure));
        } catch (JsonProcessingException e) {
            Log.errorf(e, "an event could not be written as JSON");
            dropped.increment();
        }
    }

    /** Counts what was sent; what Kafka could not take yet goes back to the buffer while there is room. */
    private void settle(Pending pending, @Nullable Exception failure) {
        if (failure == null) {
            sent.increment();
        } else if (stopping || !(failure instanceof RetriableException) || !waiting.offer(pending)) {
            dropped.increment();
        }
    }
}
