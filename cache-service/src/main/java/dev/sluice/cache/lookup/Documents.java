package dev.sluice.cache.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.CacheConfig;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides whether an answer may be kept: complete, no error, not too large, for a sensible time. */
@Startup
@ApplicationScoped
class Documents {

    private final ObjectMapper json;
    private final CacheConfig config;

    Documents(ObjectMapper json, CacheConfig config) {
        this.json = json;
        this.config = config;
        Duration standard = config.ttl().standard();
        if (standard.toSeconds() < 1 || standard.compareTo(config.ttl().longest()) > 0) {
            throw new IllegalStateException("sluice.cache.ttl.standard is " + standard
                    + "; it must be at least one second and at most sluice.cache.ttl.longest, which is "
                    + config.ttl().longest());
        }
    }

    /**
     * An answer that may be kept.
     *
     * @param bound for how long at most; absent when its sender does not mind
     * @param promptTokens tokens of the prompt, as the document says; 0 when it does not
     * @param completionTokens tokens of the answer, likewise
     */
    record Checked(@Nullable Duration bound, long promptTokens, long completionTokens) {}

    /** A {@link Refusal} that says why not. */
    @SuppressWarnings("NullAway") // what came over the wire may lack anything
    Checked check(@Nullable CacheEntry entry) {
        if (entry == null || entry.document() == null || entry.document().isBlank()) {
            throw Refusal.badRequest("missing_document", "There is no answer to keep. Send question and document.");
        }
        long largest = config.largestAnswer().asLongValue();
        if (entry.document().length() > largest) {
            throw new Refusal(
                    413,
                    "answer_too_large",
                    "Answer too large",
                    "The answer has %d characters; at most %d are kept. Raise sluice.cache.largest-answer to keep it."
                            .formatted(entry.document().length(), largest));
        }
        if (entry.costNano() < 0) {
            throw Refusal.badRequest(
                    "invalid_cost", "costNano is %d; a cost cannot be negative.".formatted(entry.costNano()));
        }
        Duration bound = bound(entry.ttlSeconds());
        JsonNode document = parse(entry.document());
        requireComplete(document);
        JsonNode usage = document.path("usage");
        long prompt = Math.max(0, usage.path("prompt_tokens").asLong(0));
        long all = Math.max(0, usage.path("total_tokens").asLong(0));
        long completion = usage.path("completion_tokens").asLong(all - prompt);
        return new Checked(bound, prompt, Math.max(0, completion));
    }

    /** What an answer says, without its wrapping; empty when it cannot be read. */
    String words(String document) {
        try {
            return json.readTree(document)
                    .path("choices")
                    .path(0)
                    .path("message")
                    .path("content")
                    .asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private @Nullable Duration bound(@Nullable Long seconds) {
        if (seconds == null) {
            return null;
        }
        long longest = config.ttl().longest().toSeconds();
        if (seconds < 1 || seconds > longest) {
            throw Refusal.badRequest(
                    "invalid_ttl",
                    "ttlSeconds is %d; it must be between 1 and %d. Leave it out for the default of %d."
                            .formatted(seconds, longest, config.ttl().standard().toSeconds()));
        }
        return Duration.ofSeconds(seconds);
    }

    private JsonNode parse(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("invalid_document", "The document is not valid JSON, so it cannot be an answer.");
        }
    }

    /** A cut or failed answer is never kept. */
    private static void requireComplete(JsonNode document) {
        JsonNode choices = document.path("choices");
        if (document.hasNonNull("error") || !choices.isArray() || choices.isEmpty()) {
            throw Refusal.badRequest(
                    "not_an_answer", "The document is an error or has no choices; only chat completions are kept.");
        }
        for (JsonNode choice : choices) {
            if (!choice.hasNonNull("finish_reason")) {
                throw Refusal.badRequest(
                        "incomplete_answer",
                        "A choice of the document has no finish_reason: the answer is not complete and is not kept.");
            }
        }
    }
}
