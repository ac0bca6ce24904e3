package dev.sluice.gateway.recall;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.kit.freshness.Cues;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A question that was asked of the cache, for storing its answer later.
 *
 * @param ttlSeconds how long the answer may be served; absent means the cache-service's default
 * @param request the request, if it can be asked again as it stands
 * @param ahead whether the cache-service wants the request with the answer, to ask for it ahead of time; then it wants
 *     to hear of every question too, and none is answered from the near cache
 */
public record Inquiry(
        Caller caller,
        CacheQuestion question,
        String requestId,
        @Nullable Long ttlSeconds,
        Wording wording,
        @Nullable ChatRequest request,
        boolean ahead) {

    /** A larger request is not asked ahead. */
    private static final int LARGEST_KEPT = 256 * 1024;

    /** The same question with what the reply says about the next answer to it. */
    Inquiry with(CacheReply reply) {
        return reply.keepRequest() == ahead
                ? this
                : new Inquiry(caller, question, requestId, ttlSeconds, wording, request, reply.keepRequest());
    }

    /** The request in its own words; null when the cache-service is not to have it. */
    @Nullable
    String wanted() {
        return ahead && request != null && request.bytes().length <= LARGEST_KEPT
                ? new String(request.bytes(), StandardCharsets.UTF_8)
                : null;
    }

    /** How long this replica may serve the answer by itself: what is live for seconds only. */
    @Nullable
    Long nearSeconds() {
        long lasts = Cues.standard().of(question.text()).longest().toSeconds();
        return ahead ? Long.valueOf(0) : ttlSeconds == null ? Long.valueOf(lasts) : Math.min(ttlSeconds, lasts);
    }

    /** The same for all questions of a tenant that one answer of the model does for: a hex SHA-256. */
    public String key() {
        String words = question.semantic() ? "c" + wording.canonical() : "s" + wording.surface();
        return Scope.hash(question.model() + '\n' + question.scope() + '\n' + words);
    }
}
