package dev.sluice.worker.llm;

import dev.sluice.worker.WorkerConfig;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Language model calls through the gateway, where they are cached, limited and counted like any other, under the key in
 * {@code sluice.worker.llm.api-key}: they are billed to that key's tenant. An interrupt leaves the call, which closes it.
 */
@ApplicationScoped
public class Gateway {

    /** The call failed; nothing is known of the answer beyond what was told. */
    public static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message, null, false, false);
        }
    }

    private sealed interface Signal {
        record Text(String piece) implements Signal {}

        record Failed(Throwable why) implements Signal {}

        record Complete() implements Signal {}
    }

    private final Writer writer;
    private final Duration timeout;
    private final @Nullable String model;

    Gateway(Writer writer, WorkerConfig config) {
        this.writer = writer;
        this.timeout = config.llm().timeout();
        this.model = config.llm().apiKey().isPresent() ? config.llm().model().orElse(null) : null;
    }

    /** The model that is asked; empty when none is configured and the local methods do the work. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** A summary of a text. */
    public String summary(String text, int sentences, Consumer<String> piece) throws NoAnswer, InterruptedException {
        return collect(writer.summary(text, sentences), piece);
    }

    /** Keywords of a text, one a line. */
    public String keywords(String text, int count, Consumer<String> piece) throws NoAnswer, InterruptedException {
        return collect(writer.keywords(text, count), piece);
    }

    /** An answer from numbered passages, with citations like {@code [1]}. */
    public String answer(String question, String passages, Consumer<String> piece)
            throws NoAnswer, InterruptedException {
        return collect(writer.answer(question, passages), piece);
    }

    /** Blocks until the stream ends, handing on each piece on the calling thread. */
    private String collect(Multi<String> stream, Consumer<String> piece) throws NoAnswer, InterruptedException {
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        var subscription = stream.subscribe()
                .with(
                        text -> signals.add(new Signal.Text(text)),
                        failure -> signals.add(new Signal.Failed(failure)),
                        () -> signals.add(new Signal.Complete()));
        long end = System.nanoTime() + timeout.toNanos();
        var answer = new StringBuilder();
        try {
            while (true) {
                Signal next = signals.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                switch (next) {
                    case null -> throw new NoAnswer("The model did not finish within %s.".formatted(timeout));
                    case Signal.Failed(Throwable why) ->
                        throw new NoAnswer("The gateway did not answer (%s)."
                                .formatted(why.getClass().getSimpleName()));
                    case Signal.Complete() -> {
                        if (answer.isEmpty()) {
                            throw new NoAnswer("The model answered with nothing.");
                        }
                        return answer.toString();
                    }
                    case Signal.Text(String text) -> {
                        answer.append(text);
                        piece.accept(text);
                    }
                }
            }
        } finally {
            subscription.cancel();
        }
    }
}
