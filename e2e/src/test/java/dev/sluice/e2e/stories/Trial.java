package dev.sluice.e2e.stories;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Change;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import dev.sluice.contracts.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An experiment that has been running since yesterday, as it stands on the topic. */
final class Trial {

    /** Its name. */
    static final String NAME = "cheaper-support";

    /** The prop that tells an exposure to it. */
    static final String EXPOSURE = Experiment.EXPOSURE + NAME;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private Trial() {}

    /** Puts it on the topic of a broker, for a tenant. */
    static void ofYesterday(String tenant, String kafka) throws IOException {
        Instant began = Instant.now().minus(Duration.ofDays(1));
        var experiment = new Experiment(
                tenant,
                NAME,
                "Does the small model do for support?",
                "gpt-4o",
                Unit.CONVERSATION,
                1,
                List.of(
                        new Variant("control", 50, null, null, null, null),
                        new Variant("mini", 50, "gpt-4o-mini", null, null, null)),
                "cost_per_call",
                List.of(new Guardrail("error_rate", 0.2), new Guardrail("duration_p95_ms", 0.1)),
                new Method(Method.Kind.ALWAYS_VALID, 500, 0.05),
                State.RUNNING,
                began.minusSeconds(600),
                began,
                null,
                List.of(
                        new Change(began.minusSeconds(600), "key1", State.DRAFT, null),
                        new Change(began, "key1", State.RUNNING, null)),
                null);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.CONTROL, experiment.key(), JSON.writeValueAsBytes(experiment)))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
