package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.worker.llm.BulkCalls;
import dev.sluice.worker.llm.Payer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends one request of a batch and makes durable what became of it. */
@ApplicationScoped
class Requests {

    /** Longer than the producer itself goes on. */
    private static final Duration PATIENT = Duration.ofSeconds(130);

    private static final int WRITES = 5;

    private final BulkCalls gateway;
    private final Rests rests;
    private final ObjectMapper json;
    private final BatchesConfig config;
    private final MeterRegistry meters;
    private final Producing producing;
    private final ConcurrentHashMap<String, Integer> troubles = new ConcurrentHashMap<>();

    Requests(
            BulkCalls gateway,
            Rests rests,
            ObjectMapper json,
            BatchesConfig config,
            KafkaClients clients,
            MeterRegistry meters) {
        this.gateway = gateway;
        this.rests = rests;
        this.json = json;
        this.config = config;
        this.meters = meters;
        this.producing = new Producing(
                clients,
                "sluice-batch-lines",
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000));
    }

    void stop(@Observes @Priority(3_000) ShutdownEvent stop) {
        producing.close();
    }

    /** Sends a request on the calling thread. When the upstream has no room, the batch rests and the request is not done. */
    void run(Batch batch, int number, Ask ask) throws InterruptedException {
        String name = batch.order().key() + "#" + number;
        switch (call(batch, ask)) {
            case Outcome.Busy(Duration notBefore) -> {
                count("busy");
                rests.begin(batch, notBefore);
            }
            case Outcome.Troubled(Duration notBefore, Outcome.Done otherwise) -> {
                if (troubles.merge(name, 1, Integer::sum) < config.attempts()) {
                    count("again");
                    rests.begin(batch, notBefore);
                } else {
                    troubles.remove(name);
                    keep(batch, number, otherwise);
                }
            }
            case Outcome.Done done -> {
                troubles.remove(name);
                rests.end(batch);
                keep(batch, number, done);
            }
        }
    }

    /** The batch is over. */
    void forget(Batch batch) {
        troubles.keySet().removeIf(name -> name.startsWith(batch.order().key() + "#"));
    }

    private Outcome call(Batch batch, Ask ask) throws InterruptedException {
        try {
            return Outcome.of(
                    ask,
                    gateway.post(
                            new Payer(batch.order().tenant(), batch.order().keyId()),
                            batch.order().endpoint(),
                            ask.body(),
                            Math.toIntExact(config.largestAnswer().asLongValue()),
                            config.requestTimeout()),
                    json);
        } catch (HttpConnectTimeoutException | java.net.ConnectException away) {
            return new Outcome.Busy(Duration.ZERO);
        } catch (HttpTimeoutException e) {
            return troubled(
                    ask, "request_timeout", "The request took longer than %s.".formatted(config.requestTimeout()));
        } catch (IOException e) {
            return troubled(ask, "no_answer", "The connection broke off before there was an answer.");
        }
    }

    private Outcome troubled(Ask ask, String code, String message) {
        return new Outcome.Troubled(Duration.ZERO, Outcome.undone(ask.customId(), code, message, json));
    }

    /** Durable when this returns. What cannot be written is not done, and will be asked again. */
    private void keep(Batch batch, int number, Outcome.Done done) throws InterruptedException {
        var line = new Line(new Line.Head(number, done.ok(), done.usage()), done.json());
        for (int i = 0; i < WRITES; i++) {
            var record = new ProducerRecord<>(Topics.BATCH_LINES, batch.order().key(), line.json());
            line.head().write(record.headers());
            try {
                var _ = producing.send(record, PATIENT);
                count(done.ok() ? "ok" : "failed");
                return;
            } catch (Producing.Unacknowledged e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while an outcome was written");
                }
                Log.warnf("the outcome of a request of batch %s was not acknowledged; again", batch.id());
            }
        }
    }

    private void count(String outcome) {
        meters.counter("sluice.batches.requests", "outcome", outcome).increment();
    }
}
