package dev.sluice.worker.llm;

import dev.langchain4j.model.openai.internal.chat.ChatCompletionChoice;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionRequest;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionResponse;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.worker.WorkerConfig;
import io.quarkiverse.langchain4j.openai.common.OpenAiRestApi;
import io.quarkiverse.langchain4j.openai.common.OpenAiRestApi.ApiMetadata;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jspecify.annotations.Nullable;

/**
 * Language model calls through the gateway, where they are cached, limited and counted like any other, under the key in
 * {@code sluice.worker.llm.api-key}: they are billed to that key's tenant.
 *
 * <p>The client is the one of quarkus-langchain4j-openai, used below its AI services: those (1.10) cannot close a stream
 * that nobody reads any more, and here an interrupt must end the call upstream.
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
        record Chunk(ChatCompletionResponse chunk) implements Signal {}

        record Failed(Throwable why) implements Signal {}

        record Complete() implements Signal {}
    }

    private final URI base;
    private final WorkerConfig.Llm config;
    private final @Nullable String model;
    private @Nullable OpenAiRestApi client;

    Gateway(WorkerConfig config, PeersConfig peers) {
        this.base = URI.create(peers.gateway() + "/v1");
        this.config = config.llm();
        this.model = config.llm().apiKey().isPresent() ? config.llm().model().orElse(null) : null;
    }

    /** The model that is asked; empty when none is configured and the local methods do the work. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** A summary of a text. */
    public String summary(String text, int sentences, Consumer<String> piece) throws NoAnswer, InterruptedException {
        return ask(Prompts.summary(text, sentences), piece);
    }

    /** Keywords of a text, one a line. */
    public String keywords(String text, int count, Consumer<String> piece) throws NoAnswer, InterruptedException {
        return ask(Prompts.keywords(text, count), piece);
    }

    /** An answer from numbered passages, with citations like {@code [1]}. */
    public String answer(String question, String passages, Consumer<String> piece)
            throws NoAnswer, InterruptedException {
        return ask(Prompts.answer(question, passages), piece);
    }

    /** Blocks until the stream ends, handing on each piece on the calling thread; leaving closes the call. */
    private String ask(Prompts prompts, Consumer<String> piece) throws NoAnswer, InterruptedException {
        ChatCompletionRequest request =
                ChatCompletionRequest.builder()
                        .model(model)
                        .addSystemMessage(prompts.system())
                        .addUserMessage(prompts.user())
                        .stream(true)
                        .build();
        ApiMetadata key = ApiMetadata.builder()
                .openAiApiKey(config.apiKey().orElseThrow())
                .build();
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        var subscription = client().streamingChatCompletion(request, key)
                .subscribe()
                .with(
                        chunk -> signals.add(new Signal.Chunk(chunk)),
                        failure -> signals.add(new Signal.Failed(failure)),
                        () -> signals.add(new Signal.Complete()));
        try {
            return collect(signals, piece);
        } finally {
            subscription.cancel();
        }
    }

    private String collect(BlockingQueue<Signal> signals, Consumer<String> piece)
            throws NoAnswer, InterruptedException {
        long end = System.nanoTime() + config.timeout().toNanos();
        var answer = new StringBuilder();
        boolean finished = false;
        while (true) {
            switch (signals.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                case null -> throw new NoAnswer("The model did not finish within %s.".formatted(config.timeout()));
                case Signal.Failed(Throwable why) ->
                    throw new NoAnswer("The gateway did not answer (%s)."
                            .formatted(why.getClass().getSimpleName()));
                case Signal.Complete() -> {
                    // A stream that just ends was cut, whatever HTTP says of it.
                    if (!finished || answer.isEmpty()) {
                        throw new NoAnswer("The model's answer is not complete.");
                    }
                    return answer.toString();
                }
                case Signal.Chunk(ChatCompletionResponse chunk) -> {
                    String text = text(chunk);
                    finished |= isLast(chunk);
                    if (!text.isEmpty()) {
                        answer.append(text);
                        piece.accept(text);
                    }
                }
            }
        }
    }

    private static String text(ChatCompletionResponse chunk) {
        List<ChatCompletionChoice> choices = chunk.choices();
        if (choices == null || choices.isEmpty() || choices.getFirst().delta() == null) {
            return "";
        }
        String content = choices.getFirst().delta().content();
        return content == null ? "" : content;
    }

    private static boolean isLast(ChatCompletionResponse chunk) {
        List<ChatCompletionChoice> choices = chunk.choices();
        return choices != null && !choices.isEmpty() && choices.getFirst().finishReason() != null;
    }

    private synchronized OpenAiRestApi client() {
        OpenAiRestApi made = client;
        if (made == null) {
            // A connection of its own for each call: one that the gateway just closed must not lose a request that
            // cannot be repeated for free.
            made = QuarkusRestClientBuilder.newBuilder()
                    .baseUri(base)
                    .property(QuarkusRestClientProperties.KEEP_ALIVE_ENABLED, false)
                    .connectTimeout(Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .build(OpenAiRestApi.class);
            client = made;
        }
        return made;
    }
}
