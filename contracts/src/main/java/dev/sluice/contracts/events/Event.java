package dev.sluice.contracts.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision that was made, as it travels on {@code sluice.events}. Counted once by its id, however often it is
 * delivered. Holds no prompt, answer or key.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param id UUIDv7, made by the producer
 * @param at when it happened
 * @param tenant whose it is
 * @param project a part of the tenant's work
 * @param source the service that says so
 * @param kind what was decided
 * @param origin which request it belongs to
 * @param call the call to a model, for completions and embeddings
 * @param usage tokens, where tokens were used
 * @param money what it cost and saved
 * @param cache the cache's decision, where one was made
 * @param task the task's final state, for tasks
 * @param optimize the optimiser's decision, where one was made
 * @param props small extra facts, at most 8 KiB together
 * @param name what a client calls it, such as {@code page_view}; absent for events of services, whose kind is their name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
        int schema,
        String id,
        Instant at,
        String tenant,
        @Nullable String project,
        Source source,
        Kind kind,
        Origin origin,
        @Nullable Call call,
        @Nullable Usage usage,
        Money money,
        @Nullable CacheNote cache,
        @Nullable TaskNote task,
        @Nullable OptimizeNote optimize,
        Map<String, String> props,
        @Nullable String name) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;

    public Event {
        props = Map.copyOf(props);
    }

    /** An event of a service. */
    public Event(
            int schema,
            String id,
            Instant at,
            String tenant,
            @Nullable String project,
            Source source,
            Kind kind,
            Origin origin,
            @Nullable Call call,
            @Nullable Usage usage,
            Money money,
            @Nullable CacheNote cache,
            @Nullable TaskNote task,
            @Nullable OptimizeNote optimize,
            Map<String, String> props) {
        this(
                schema, id, at, tenant, project, source, kind, origin, call, usage, money, cache, task, optimize, props,
                null);
    }

    /** The service an event comes from. */
    public enum Source {
        @JsonProperty("gateway")
        GATEWAY,
        @JsonProperty("cache")
        CACHE,
        @JsonProperty("optimizer")
        OPTIMIZER,
        @JsonProperty("worker")
        WORKER,
        @JsonProperty("client")
        CLIENT
    }

    /** What an event is about. */
    public enum Kind {
        @JsonProperty("completion")
        COMPLETION,
        @JsonProperty("embedding")
        EMBEDDING,
        @JsonProperty("cache")
        CACHE,
        @JsonProperty("optimize")
        OPTIMIZE,
        @JsonProperty("task")
        TASK,
        @JsonProperty("search")
        SEARCH,
        @JsonProperty("client")
        CLIENT
    }

    /**
     * Where an event comes from.
     *
     * @param requestId the {@code x-request-id} of the call
     * @param keyId the API key's public id
     * @param sessionId the caller's {@code x-sluice-session}
     * @param traceId the W3C trace id
     * @param userId a pseudonym of the end user, never a name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Origin(
            @Nullable String requestId,
            @Nullable String keyId,
            @Nullable String sessionId,
            @Nullable String traceId,
            @Nullable String userId) {

        /** Where an event comes from whose end user is not known. */
        public Origin(
                @Nullable String requestId,
                @Nullable String keyId,
                @Nullable String sessionId,
                @Nullable String traceId) {
            this(requestId, keyId, sessionId, traceId, null);
        }
    }

    /**
     * A call to a model.
     *
     * @param route the route or alias that matched
     * @param provider who answered; {@code cache} for a hit, absent when nobody was reached
     * @param model the model asked for
     * @param modelUsed the model that answered
     * @param stream whether it was streamed
     * @param status the HTTP status the client saw
     * @param error the kind of error, such as {@code upstream_cut}, {@code client_gone}, {@code timeout}; absent if none
     * @param attempts how many deployments were tried
     * @param durationMicros from the request's first byte to the answer's last
     * @param firstTokenMicros from the request's first byte to the answer's first content
     * @param overheadMicros the part of the duration that was Sluice's own
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Call(
            @Nullable String route,
            @Nullable String provider,
            String model,
            @Nullable String modelUsed,
            boolean stream,
            int status,
            @Nullable String error,
            int attempts,
            long durationMicros,
            @Nullable Long firstTokenMicros,
            long overheadMicros) {}

    /**
     * Tokens used.
     *
     * @param inputTokens tokens of the prompt
     * @param outputTokens tokens of the answer
     * @param cachedInputTokens part of the prompt the provider had cached
     * @param reasoningTokens part of the answer spent on reasoning
     * @param estimated true when the provider did not say and we counted
     * @param audioInputTokens part of the prompt that is sound; absent for none
     * @param audioOutputTokens part of the answer that is sound; absent for none
     */
    public record Usage(
            long inputTokens,
            long outputTokens,
            long cachedInputTokens,
            long reasoningTokens,
            boolean estimated,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long audioInputTokens,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long audioOutputTokens) {}

    /**
     * Money, in nano-USD.
     *
     * @param costNano what was spent
     * @param savedNano what would have been spent without cache and optimiser, less what was
     * @param priceVersion the price table used; {@code none} when the model has no price
     */
    public record Money(long costNano, long savedNano, String priceVersion) {

        /** Nothing spent, nothing saved. */
        public static Money zero() {
            return new Money(0, 0, "none");
        }
    }

    /**
     * What the cache decided.
     *
     * @param outcome HIT, SEMANTIC, JOINED, MISS or BYPASS
     * @param layer where it was found: {@code near}, {@code exact}, {@code semantic} or {@code faq}
     * @param similarity cosine similarity, for a semantic hit
     * @param savedTokens tokens a hit saved
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CacheNote(
            String outcome,
            @Nullable String layer,
            @Nullable Double similarity,
            long savedTokens) {}

    /**
     * How a task ended.
     *
     * @param id the task
     * @param type its type
     * @param lane its priority
     * @param state its final state
     * @param attempt the attempt that ended it
     * @param queuedMillis from acceptance to the last start
     * @param runMillis from the last start to the end
     * @param madeBy which path made the result
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TaskNote(
            String id,
            String type,
            String lane,
            String state,
            int attempt,
            long queuedMillis,
            long runMillis,
            @Nullable String madeBy) {}

    /**
     * What the optimiser did.
     *
     * @param tokensBefore tokens that came
     * @param tokensAfter tokens that went
     * @param techniques what was applied
     */
    public record OptimizeNote(long tokensBefore, long tokensAfter, List<String> techniques) {

        public OptimizeNote {
            techniques = List.copyOf(techniques);
        }
    }
}
