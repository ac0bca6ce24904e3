package dev.sluice.gateway.recall;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.gateway.GatewayConfig.CacheMode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.Turn;
import dev.sluice.gateway.policy.Caching;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are looked up and stored. Pure.
 *
 * <p>Cacheable is a chat for one answer, without tools in the offer or in the turns, whose last message is the user's and
 * text only, without log probabilities, and with a temperature that is absent or low: a caller that sets a high one asks
 * for variety. The absent temperature counts as cacheable although OpenAI's default is 1: nearly all callers leave it
 * out without wanting variety, and the peers cache them too. {@code x-sluice-cache: exact|semantic|faq} overrides the
 * temperature, {@code off} and {@code Cache-Control: no-store} turn the cache off, {@code no-cache} skips the look-up but
 * stores, {@code max-age} refuses older answers, {@code max-stale} and {@code min-fresh} those that are past their fresh
 * life for too long or will be too soon. A route's policy stands between the configuration and the header; one
 * that is locked lets the header only turn the cache off.
 */
final class RecallPolicy {

    private final CacheMode byDefault;
    private final double maxTemperature;
    private final long maxText;

    /** What the policy says. */
    sealed interface Verdict {}

    /** Neither looked up nor stored. */
    record Bypass() implements Verdict {}

    /**
     * Looked up, if allowed, and stored.
     *
     * @param question what is looked up
     * @param lookup whether a stored answer may be served
     */
    record Cacheable(CacheQuestion question, boolean lookup) implements Verdict {}

    /** @param maxText bytes of the longest question that is looked up */
    RecallPolicy(CacheMode byDefault, double maxTemperature, long maxText) {
        this.byDefault = byDefault;
        this.maxTemperature = maxTemperature;
        this.maxText = maxText;
    }

    Verdict judge(
            ChatRequest request,
            String model,
            MultiMap headers,
            @Nullable String project,
            String optimize,
            @Nullable String routeName,
            @Nullable Caching route) {
        CacheControl control = CacheControl.parse(headers.get("cache-control"));
        CacheMode wanted = wanted(headers.get("x-sluice-cache"));
        if (route != null && route.locked() && wanted != CacheMode.OFF) {
            wanted = null;
        }
        CacheMode routed = route == null ? null : route.mode();
        CacheMode mode = wanted != null ? wanted : routed != null ? routed : byDefault;
        Turn last = request.turns().getLast();
        if (mode == CacheMode.OFF
                || control.noStore()
                || !last.role().equals("user")
                || !isPlain(request)
                || last.content().end() - last.content().start() > maxText
                || (wanted == null && isWarm(request, route))) {
            return new Bypass();
        }
        return new Cacheable(
                new CacheQuestion(
                        model,
                        Scope.of(request, last, project, optimize),
                        request.text(last),
                        mode == CacheMode.SEMANTIC || mode == CacheMode.FAQ,
                        youngest(control.maxAgeSeconds(), route),
                        routeName,
                        route == null ? null : route.maxError(),
                        mode == CacheMode.FAQ && isOneQuestion(request),
                        session(headers.get("x-sluice-session")),
                        control.maxStaleSeconds(),
                        control.minFreshSeconds()),
                !control.noCache());
    }

    /** The session as a hash: what clients call theirs goes no further. */
    private static @Nullable String session(@Nullable String header) {
        if (header == null || header.isBlank() || header.equals(CacheQuestion.AHEAD)) {
            return CacheQuestion.AHEAD.equals(header) ? header : null;
        }
        return Scope.hash(header);
    }

    /**
     * Whether an FAQ may answer: one user turn, beside instructions, that wants prose. What is asked in a later turn may
     * mean something else than its words.
     */
    private static boolean isOneQuestion(ChatRequest request) {
        List<Turn> turns = request.turns();
        return !request.options().shaped()
                && turns.subList(0, turns.size() - 1).stream()
                        .allMatch(turn ->
                                turn.role().equals("system") || turn.role().equals("developer"));
    }

    /** What the caller and the route allow an answer to be old, in seconds; null if both do not mind. */
    private static @Nullable Long youngest(@Nullable Long caller, @Nullable Caching route) {
        Duration ttl = route == null ? null : route.ttl();
        if (ttl == null) {
            return caller;
        }
        return caller == null ? ttl.toSeconds() : Math.min(caller, ttl.toSeconds());
    }

    private static boolean isPlain(ChatRequest request) {
        var options = request.options();
        return options.n() == 1
                && !options.tools()
                && !options.logprobs()
                && request.turns().stream()
                        .allMatch(turn -> turn.plain() && !turn.role().equals("tool"))
                && request.turns().getLast().isText();
    }

    private boolean isWarm(ChatRequest request, @Nullable Caching route) {
        Double temperature = request.options().temperature();
        Double most = route == null ? null : route.maxTemperature();
        return temperature != null && temperature > (most == null ? maxTemperature : most);
    }

    private static @Nullable CacheMode wanted(@Nullable String header) {
        return switch (header == null ? "" : header.trim().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "off" -> CacheMode.OFF;
            case "exact" -> CacheMode.EXACT;
            case "semantic" -> CacheMode.SEMANTIC;
            case "faq" -> CacheMode.FAQ;
            default ->
                throw ApiError.invalid(
                        null, "invalid_header", "The header x-sluice-cache must be exact, semantic, faq or off.");
        };
    }
}
