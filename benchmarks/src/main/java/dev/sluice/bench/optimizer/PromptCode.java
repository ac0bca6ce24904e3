package dev.sluice.bench.optimizer;

import dev.sluice.bench.cache.Data;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.shorten.Wish;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
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

/** One real prompt after the other through the rules. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
public class PromptCode {

    private final Shortening shortening = new Shortening(new Tokens(), new Rates(0.6, 0.35, 150));
    private final List<String> prompts =
            Contexts.read(Data.find().orElseThrow(), "prompts/awesome_prompts.jsonl.gz").stream()
                    .map(row -> row.get("prompt").asText())
                    .toList();
    private int next;

    /** At level light. */
    @Benchmark
    public Object light() {
        return shorten(Level.LIGHT);
    }

    /** At level medium. */
    @Benchmark
    public Object medium() {
        return shorten(Level.MEDIUM);
    }

    private Object shorten(Level level) {
        next = (next + 1) % prompts.size();
        return shortening.shorten(
                List.of(new ChatMessage("user", prompts.get(next))), new Wish(level, null, null), () -> false);
    }
}
