package dev.sluice.cache.lookup;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.embed.Embedder;
import dev.sluice.cache.embed.EmbeddingsConfig;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.score.Scorer;
import dev.sluice.cache.store.Near;
import dev.sluice.kit.canonical.Canonical;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether two questions may share an answer: by a probability, against what an allowed error asks for. */
@ApplicationScoped
public class Similarity {

    private final Canonical canonical = Canonical.standard();
    private final Scorer scorer;
    private final CacheConfig.Semantic config;
    private final EmbeddingsConfig deadlines;
    private final Embedder embedder;
    private final ExactKeys keys;

    Similarity(CacheConfig config, EmbeddingsConfig deadlines, Embedder embedder, ExactKeys keys) {
        this.config = config.semantic();
        this.deadlines = deadlines;
        this.embedder = embedder;
        this.scorer = Scorer.shipped(embedder.model().title());
        this.keys = keys;
    }

    /** Created at the start, so that a service whose encoder nobody trained a scorer for does not start. */
    void start(@Observes StartupEvent start) {}

    /**
     * A decision with its reasons.
     *
     * @param shared whether they may
     * @param exact whether both have the same canonical form
     * @param similarity cosine; absent when there is no vector
     * @param probability that they share an answer, 0 to 1; absent when they were not scored
     * @param needed the least probability to serve at
     * @param reasons what spoke for and against it, the strongest first
     */
    public record Decision(
            boolean shared,
            boolean exact,
            @Nullable Double similarity,
            @Nullable Double probability,
            double needed,
            List<Scored.Reason> reasons) {

        public Decision {
            reasons = List.copyOf(reasons);
        }
    }

    /** The candidates of a look-up that are worth scoring, most probable first. */
    List<Scored> rank(String text, List<Near> nearest) {
        return scorer.rank(
                text,
                nearest.stream()
                        .map(near -> new Scorer.Candidate(near.text(), near.similarity()))
                        .toList());
    }

    /** Compares any two questions of a tenant, as if the second were the only candidate. */
    public Decision compare(String tenant, String one, String other) {
        boolean exact = canonical.of(one).equals(canonical.of(other));
        double needed = cut(config.maxError());
        Optional<float[]> a = isComparable(one) ? vector(tenant, canonical.of(one)) : Optional.empty();
        Optional<float[]> b = isComparable(other) ? vector(tenant, canonical.of(other)) : Optional.empty();
        if (a.isEmpty() || b.isEmpty()) {
            return new Decision(exact, exact, null, null, needed, List.of());
        }
        double cosine = Math.min(1, Nearest.dot(a.get(), b.get()));
        return scorer.best(one, List.of(new Scorer.Candidate(other, cosine)))
                .map(scored -> new Decision(
                        exact || scored.probability() >= needed,
                        exact,
                        cosine,
                        scored.probability(),
                        needed,
                        scored.reasons().list()))
                .orElseGet(() -> new Decision(exact, exact, cosine, null, needed, List.of()));
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

    /** The probability, 0 to 1, that two questions of this cosine share an answer, each the only one near the other. */
    double sureness(String one, String other, double cosine) {
        return scorer.best(one, List.of(new Scorer.Candidate(other, cosine)))
                .map(Scored::probability)
                .orElse(0.0);
    }

    /** Whether two questions of this cosine may share an answer at the configured error. */
    boolean areSame(String one, String other, double cosine) {
        return sureness(one, other, cosine) >= cut(config.maxError());
    }

    /** The least probability that keeps wrong hits within this part of requests, as far as is known beforehand. */
    double cut(double maxError) {
        return scorer.calibration().cut(maxError);
    }

    /** The same where only a part of the look-ups, 0 to 1, has to be judged. */
    double cut(double maxError, double judged) {
        return scorer.calibration().cut(maxError, judged);
    }
}
