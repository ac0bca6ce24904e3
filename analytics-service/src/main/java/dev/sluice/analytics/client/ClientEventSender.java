package dev.sluice.analytics.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Puts events of clients on the topic and waits until Kafka has them: what is answered as accepted is not lost. */
@ApplicationScoped
class ClientEventSender {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final ObjectMapper json;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable KafkaProducer<String, byte[]> producer;

    ClientEventSender(KafkaClients clients, ObjectMapper json) {
        this.clients = clients;
        this.json = json;
    }

    /**
     * Sends the good ones; a result for each.
     *
     * @throws Refusal 503 when Kafka does not confirm in time; whoever sends them again doubles nothing
     */
    List<ClientReply.Result> send(List<Verdict> verdicts) {
        List<ClientReply.Result> results = new ArrayList<>();
        List<Future<?>> sending = new ArrayList<>();
        try {
            for (Verdict verdict : verdicts) {
                switch (verdict) {
                    case Verdict.Good good -> {
                        Event event = good.event();
                        sending.add(producer()
                                .send(new ProducerRecord<>(
                                        Topics.EVENTS, event.tenant(), json.writeValueAsBytes(event))));
                        results.add(new ClientReply.Result(good.id(), "accepted", null, null));
                    }
                    case Verdict.Bad bad ->
                        results.add(new ClientReply.Result(bad.id(), "rejected", bad.reason(), bad.detail()));
                }
            }
            confirm(sending);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is always JSON", e);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            Log.warnf("events of clients were not confirmed by Kafka: %s", e.getMessage());
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
        return results;
    }

    private static void confirm(List<Future<?>> sending)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Future<?> one : sending) {
            one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private static Refusal away() {
        return new Refusal(
                503,
                "events_away",
                "Events cannot be taken",
                "Kafka does not confirm events now. Send them again in a few seconds with the same ids; none is counted twice.",
                Map.of("Retry-After", "5"));
    }

    private KafkaProducer<String, byte[]> producer() {
        var made = producer;
        if (made != null) {
            return made;
        }
        making.lock();
        try {
            made = producer;
            if (made == null) {
                made = clients.producer(
                        "sluice-client-events",
                        Map.of(
                                ProducerConfig.LINGER_MS_CONFIG, 5,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000));
                producer = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @PreDestroy
    void close() {
        var made = producer;
        if (made != null) {
            made.close(CLOSE);
        }
    }
}
