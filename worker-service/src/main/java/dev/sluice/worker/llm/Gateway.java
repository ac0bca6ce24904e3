package dev.sluice.worker.llm;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionChoice;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionRequest;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionResponse;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
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
 * Language model calls through the gateway, where they are cached, limited and counted like any other: under the key that
 * had the work done, or, where no key stands for it, under the worker's own in {@code sluice.worker.llm.api-key}.
 *
 * <p>The client is the one of quarkus-langchain4j-openai, used below its AI services: those (1.10) cannot close a stream
 * that nobody reads any more, and here an interrupt must end the call upstream.
 */
@ApplicationScoped
public class Gateway {

    /** The name that asks for the methods of this process, and for no model. */
    public static final String LOCAL = "local";

    private sealed interface Signal {
        record Chunk(ChatCompletionResponse chunk) implements Signal {}

        record Failed(Throwable why) implements Signal {}

        record Complete() implements Signal {}
    }

    private final URI base;
    private final LlmConfig config;
    private final OnBehalf onBehalf;
    private final boolean introduced;
    private @Nullable OpenAiRestApi client;

    Gateway(LlmConfig config, PeersConfig peers, InternalConfig internal) {
        this.base = URI.create(peers.gateway() + "/v1");
        this.config = config;
        this.onBehalf = new OnBehalf(internal.secret().orElse(""));
        this.introduced = internal.secret().isPresent();
    }

    /** The model that is asked when an input names none; empty when none is configured. */
    public Optional<String> usual() {
        return config.model();
    }

    /**
     * The model for a piece of work.
     *
     * @param wished the model that its input names; absent for the configured one
     * @return empty when the local methods do the work: none is named or configured, {@code local} is, or there is neither
     *     a key that stands for the work nor one of the worker's own
     */
    public Optional<Model> model(Payer payer, @Nullable String wished) {
        String name = wished == null ? config.model().orElse(LOCAL) : wished;
        if (name.equals(LOCAL) || !(mayCallFor(payer) || config.apiKey().isPresent())) {
            return Optional.empty();
        }
        return Optional.of(new Model(this, name, wished != null, payer));
    }

    private boolean mayCallFor(Payer payer) {
        return introduced && payer.hasKey();
    }

    /** Blocks until the stream ends, handing on each piece on the calling thread; leaving closes the call. */
    String ask(String model, Payer payer, Prompts prompts, Consumer<String> piece)
            throws NoAnswer, InterruptedException {
        ChatCompletionRequest request =
                ChatCompletionRequest.builder()
                        .model(model)
                        .addSystemMessage(prompts.system())
                        .addUserMessage(prompts.user())
                        .stream(true)
                        .build();
        ApiMetadata key = mayCallFor(payer)
                ? ApiMetadata.builder().organizationId(OnBehalf.carried(payer)).build()
                : ApiMetadata.builder()
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
                case null -> throw new NoAnswer("The model did not finish within %s.".formatted(config.timeout()), 0);
                case Signal.Failed(Throwable why) -> throw failed(why, !answer.isEmpty());
                case Signal.Complete() -> {
                    // A stream that just ends was cut, whatever HTTP says of it.
                    if (!finished || answer.isEmpty()) {
                        throw new NoAnswer("The model's answer is not complete.", 0);
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

    private static NoAnswer failed(Throwable why, boolean begun) {
        int status = !begun && why instanceof HttpException http ? http.statusCode() : 0;
        return new NoAnswer(
                status > 0
                        ? "The gateway answered %d.".formatted(status)
                        : "The gateway did not answer (%s)."
                                .formatted(why.getClass().getSimpleName()),
                status);
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
                    .register(onBehalf)
                    .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .build(OpenAiRestApi.class);
            client = made;
        }
        return made;
    }
}
