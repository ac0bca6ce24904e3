package dev.sluice.cache.lookup;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.embed.Embedder;
import dev.sluice.cache.guard.Guards;
import dev.sluice.cache.guard.Verdict;
import dev.sluice.kit.canonical.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether two questions may share an answer: similarity and guards together, with the reasons. */
@ApplicationScoped
public class Similarity {

    /** Log odds at which a cosine is just enough, and how fast they rise with it. */
    private static final double LEAST_SURE = 2;

    private static final double STEEPNESS = 40;

    private final Canonical canonical = Canonical.standard();
    private final Guards guards = Guards.standard();
    private final CacheConfig.Semantic config;
    private final CacheConfig.Embeddings deadlines;
    private final Embedder embedder;
    private final ExactKeys keys;

    Similarity(CacheConfig config, Embedder embedder, ExactKeys keys) {
        this.config = config.semantic();
        this.deadlines = config.embeddings();
        this.embedder = embedder;
        this.keys = keys;
    }

    /**
     * A decision with its reasons.
     *
     * @param shared whether they may
     * @param exact whether both have the same canonical form
     * @param similarity cosine; absent when there is no vector
     * @param needed the similarity that these two need
     * @param verdict what the guards say
     */
    public record Decision(
            boolean shared, boolean exact, @Nullable Double similarity, double needed, Verdict verdict) {}

    /** Decides on two questions of which the cosine is known. */
    Decision decide(String one, String other, @Nullable Double cosine) {
        Verdict verdict = guards.compare(one, other);
        double needed = verdict.sameContent() ? config.floor() : config.strictFloor();
        boolean similar = cosine != null && cosine >= needed;
        return new Decision(similar && verdict.allows(), false, cosine, needed, verdict);
    }

    /** Compares any two questions of a tenant. */
    public Decision compare(String tenant, String one, String other) {
        boolean exact = canonical.of(one).equals(canonical.of(other));
        Optional<float[]> a = isComparable(one) ? vector(tenant, canonical.of(one)) : Optional.empty();
        Optional<float[]> b = isComparable(other) ? vector(tenant, canonical.of(other)) : Optional.empty();
        Double cosine = a.isPresent() && b.isPresent() ? Double.valueOf(Nearest.dot(a.get(), b.get())) : null;
        Decision decision = decide(one, other, cosine);
        return new Decision(exact || decision.shared(), exact, cosine, decision.needed(), decision.verdict());
    }

    /** The vector of a canonical question, if it can be had in the time of a look-up. */
    Optional<float[]> vector(String tenant, String canonicalText) {
        return embedder.question(keys.vector(tenant, canonicalText), canonicalText, deadlines.lookupDeadline());
    }

    /** The vector of a canonical question that was embedded lately. */
    Optional<float[]> known(String tenant, String canonicalText) {
        return embedder.known(keys.vector(tenant, canonicalText));
    }

    /** The vector of a canonical question for keeping, which may take longer. */
    Optional<float[]> vectorToKeep(String tenant, String canonicalText) {
        return embedder.questionToKeep(keys.vector(tenant, canonicalText), canonicalText, deadlines.keepDeadline());
    }

    /** Whether similar questions may be looked for: prose of a sensible length. */
    boolean isComparable(String text) {
        return text.length() <= config.longestQuestion() && !Canonical.isVerbatim(Canonical.surface(text));
    }

    /** Below this nothing is served. */
    double floor() {
        return config.floor();
    }

    /** How sure it is, 0 to 1, that two questions of this cosine share an answer. */
    double sureness(String one, String other, double cosine) {
        Decision decision = decide(one, other, cosine);
        return decision.verdict().allows()
                ? 1 / (1 + Math.exp(-(LEAST_SURE + STEEPNESS * (cosine - decision.needed()))))
                : 0;
    }

    /** The least sureness that keeps wrong hits within this part of requests, as far as is known beforehand. */
    double cut(double maxError) {
        return 1 / (1 + Math.exp(-LEAST_SURE));
    }
}
