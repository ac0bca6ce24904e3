package dev.sluice.gateway.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.contracts.experiments.Experiment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a call takes to be drawn a variant, to tell its exposure and to name it in the response. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DrawCode {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Experiments none = running(0);
    private final Experiments one = running(1);
    private final Experiments five = running(5);
    private int calls;

    /** A tenant without experiments. */
    @Benchmark
    public void drawNone(Blackhole told) {
        draw(none, told);
    }

    /** One experiment on half of the conversations, between two models that the caller's key must allow. */
    @Benchmark
    public void drawOne(Blackhole told) {
        draw(one, told);
    }

    /** Five of them beside each other. */
    @Benchmark
    public void drawFive(Blackhole told) {
        draw(five, told);
    }

    private void draw(Experiments experiments, Blackhole told) {
        String session = "session-" + (calls++ & 1023);
        Drawn drawn = experiments.draw("acme", "gpt-4o", null, session, "key-1", model -> model.startsWith("gpt"));
        if (drawn.isAny()) {
            told.consume(drawn.model());
            told.consume(drawn.version());
            told.consume(drawn.label());
            drawn.tell((name, variant) -> {
                told.consume(name);
                told.consume(variant);
            });
        }
    }

    private static Experiments running(int count) {
        var experiments = new Experiments(JSON);
        Map<String, byte[]> records = new java.util.HashMap<>();
        for (int i = 0; i < count; i++) {
            Experiment experiment = experiment("trial-" + i);
            try {
                records.put(experiment.id(), JSON.writeValueAsBytes(experiment));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        experiments.replace(records);
        return experiments;
    }

    private static Experiment experiment(String name) {
        return new Experiment(
                "acme",
                name,
                null,
                "gpt-4o",
                Experiment.Unit.CONVERSATION,
                0.5,
                List.of(
                        new Experiment.Variant("control", 50, null, null, null, null),
                        new Experiment.Variant("mini", 50, "gpt-4o-mini", null, null, null)),
                "cost_per_call",
                List.of(),
                new Experiment.Method(Experiment.Method.Kind.ALWAYS_VALID, 5_000, 0.05),
                Experiment.State.RUNNING,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                List.of(),
                null);
    }
}
