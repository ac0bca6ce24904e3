package dev.sluice.contracts.cache;

import org.jspecify.annotations.Nullable;

/**
 * A question in the scope within which an answer may be shared. The tenant is not here: it is the caller's.
 *
 * @param model the model asked for, after aliases
 * @param scope a hex SHA-256 over everything but the last user turn and delivery options (stream): parameters, tools,
 *     system prompt, earlier turns, project. Two questions with different scopes never share an answer
 * @param text the last user turn
 * @param semantic whether an answer to a question in other words will do
 * @param maxAgeSeconds refuse older entries; absent means any age within the entry's life
 * @param route the route that was asked for, under which hits and errors are counted; absent means none
 * @param maxError the part of requests, 0 to 1, that may get an answer to another question; absent means the service's
 *     default
 * @param faq whether an answer of the tenant's own FAQ will do: the caller or its route asked for it, and the
 *     conversation is one user turn
 * @param session the conversation or visit the question belongs to, as a hash; absent means none is known
 * @param maxStaleSeconds for how long an answer may be past its fresh life; absent means as long as the service serves it,
 *     or not at all where an age is named
 * @param minFreshSeconds for how long an answer has to stay fresh; absent means not at all
 */
public record CacheQuestion(
        String model,
        String scope,
        String text,
        boolean semantic,
        @Nullable Long maxAgeSeconds,
        @Nullable String route,
        @Nullable Double maxError,
        boolean faq,
        @Nullable String session,
        @Nullable Long maxStaleSeconds,
        @Nullable Long minFreshSeconds) {

    /**
     * The session of questions that nobody asked: they are asked ahead, on a guess, and teach nothing. As a header it is
     * sent as it is; no hash looks like it.
     */
    public static final String AHEAD = "sluice:ahead";

    /** A question whose asker says nothing of fresh lives. */
    public CacheQuestion(
            String model,
            String scope,
            String text,
            boolean semantic,
            @Nullable Long maxAgeSeconds,
            @Nullable String route,
            @Nullable Double maxError,
            boolean faq,
            @Nullable String session) {
        this(model, scope, text, semantic, maxAgeSeconds, route, maxError, faq, session, null, null);
    }

    /** A question of no known session. */
    public CacheQuestion(
            String model,
            String scope,
            String text,
            boolean semantic,
            @Nullable Long maxAgeSeconds,
            @Nullable String route,
            @Nullable Double maxError,
            boolean faq) {
        this(model, scope, text, semantic, maxAgeSeconds, route, maxError, faq, null);
    }

    /** A question of no route, with the service's default of errors. */
    public CacheQuestion(String model, String scope, String text, boolean semantic, @Nullable Long maxAgeSeconds) {
        this(model, scope, text, semantic, maxAgeSeconds, null, null, false, null);
    }

    /** A question that no FAQ answers. */
    public CacheQuestion(
            String model,
            String scope,
            String text,
            boolean semantic,
            @Nullable Long maxAgeSeconds,
            @Nullable String route,
            @Nullable Double maxError) {
        this(model, scope, text, semantic, maxAgeSeconds, route, maxError, false, null);
    }
}
