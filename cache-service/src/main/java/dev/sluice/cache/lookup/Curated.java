package dev.sluice.cache.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.faq.FaqAnswer;
import dev.sluice.cache.faq.Faqs;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the tenant's own FAQ, for questions that may have one. They are looked for before anything a model once said,
 * and served as the chat completion that a model would have sent: finished, with no tokens used.
 */
@ApplicationScoped
class Curated {

    /** Before the id of an FAQ's answer where ids of entries stand. */
    static final String PREFIX = "faq:";

    private final Faqs faqs;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    Curated(Faqs faqs, ObjectMapper json) {
        this.faqs = faqs;
        this.json = json;
    }

    /** The reply of an FAQ; nothing when the question may have none or none fits. */
    Optional<CacheReply> reply(String tenant, CacheQuestion question) {
        return question.faq() ? faqs.answer(tenant, question).map(served -> reply(served, question)) : Optional.empty();
    }

    private CacheReply reply(Faqs.Served served, CacheQuestion question) {
        FaqAnswer answer = served.answer();
        long age = Math.max(
                0, Duration.between(answer.createdAt(), clock.instant()).toSeconds());
        return new CacheReply(
                served.similarity() == null ? Outcome.HIT : Outcome.SEMANTIC,
                PREFIX + answer.id(),
                document(answer, question.model()),
                age,
                served.similarity(),
                false,
                false,
                fresh(answer),
                false);
    }

    private @Nullable Long fresh(FaqAnswer answer) {
        Instant end = answer.expiresAt();
        return end == null
                ? null
                : Long.valueOf(
                        Math.max(0, Duration.between(clock.instant(), end).toSeconds()));
    }

    private String document(FaqAnswer answer, String asked) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", answer.answer());
        message.put("refusal", null);
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("message", message);
        choice.put("logprobs", null);
        choice.put("finish_reason", "stop");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", "chatcmpl-faq-" + answer.id());
        document.put("object", "chat.completion");
        document.put("created", answer.createdAt().getEpochSecond());
        document.put("model", asked.substring(asked.indexOf('/') + 1));
        document.put("choices", List.of(choice));
        document.put("usage", Map.of("prompt_tokens", 0, "completion_tokens", 0, "total_tokens", 0));
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
