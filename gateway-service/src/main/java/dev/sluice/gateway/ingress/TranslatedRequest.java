package dev.sluice.gateway.ingress;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat in another dialect than chat completions, and the same said as a chat completion request. Providers that speak
 * the caller's dialect get the bytes as they came, all others the translation.
 *
 * @param body the body as it came
 * @param modelAt where the model's name stands in it
 * @param speech the caller's dialect
 * @param chat the translation
 * @param apart what the translation does not hold but can change an answer; answers are kept apart by it
 * @param shareable whether {@code apart} and the translation together hold all that can change an answer
 * @param dropped the fields that the translation does not hold, for telling the client
 * @param refusal why the translation must not be sent, since it lacks what cannot be left out; null if it may
 */
public record TranslatedRequest(
        Body body,
        Span modelAt,
        Speech speech,
        ChatRequest chat,
        String apart,
        boolean shareable,
        List<String> dropped,
        @Nullable ApiError refusal)
        implements ModelRequest {

    public TranslatedRequest {
        dropped = List.copyOf(dropped);
    }

    @Override
    public String model() {
        return chat.model();
    }

    /** None: a translation asks for its usage itself, and the caller's dialect tells it unasked. */
    @Override
    public @Nullable UsageWish usageWish() {
        return null;
    }

    @Override
    public boolean stream() {
        return chat.stream();
    }
}
