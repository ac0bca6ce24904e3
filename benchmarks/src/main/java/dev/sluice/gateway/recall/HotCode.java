package dev.sluice.gateway.recall;

import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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

/** The three pieces of gateway code that every completion runs through, on a request of about 2 KB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HotCode {

    private static final int EVENTS = 100;

    private final byte[] body = ("{\"model\":\"gpt-4o-mini\",\"temperature\":0,\"stream\":true,\"messages\":["
                    + "{\"role\":\"system\",\"content\":\""
                    + "You keep a lock. ".repeat(40)
                    + "\"},{\"role\":\"user\",\"content\":\""
                    + "What does a sluice do? ".repeat(50)
                    + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    private final byte[] event =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}\n\n"
                    .getBytes(StandardCharsets.UTF_8);
    private final ChatRequest request = ChatRequest.read(body);
    private final Turn asked = Objects.requireNonNull(request.lastUserTurn());

    /** Bytes to the typed view of a request. */
    @Benchmark
    public Object requestView() {
        return ChatRequest.read(body);
    }

    /** A request to the scope and text hash it is cached under. */
    @Benchmark
    public Object cacheKey() {
        return dev.sluice.gateway.recall.Scope.of(request, asked, "project", "OFF")
                + dev.sluice.gateway.recall.Scope.hash(request.text(asked));
    }

    /** A hundred events of a stream through the tap that counts and keeps. */
    @Benchmark
    public Object sseTap() {
        var tap = new SseTap(1 << 16, 1 << 16);
        for (int i = 0; i < EVENTS; i++) {
            tap.accept(event);
        }
        return tap.answer();
    }
}
