package dev.sluice.cache.lookup;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.CacheConfig.Mode;
import dev.sluice.cache.budget.Auditing;
import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Repute;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.freshness.Demands;
import dev.sluice.cache.freshness.Freshness;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Near;
import dev.sluice.contracts.cache.CacheQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The semantic layer: an answer to the same question in other words. Wordings that are proven to ask the same come first
 * and cost nothing; then the nearest questions of the scope are judged, and what the error budget of the route allows and
 * nobody refused is served. In shadow mode all is decided, nothing served, and the decision compared with the answer that
 * comes.
 */
@ApplicationScoped
class Semantic {

    static final int CANDIDATES = 8;
    /** Similarities below are not worth a bar in the statistics. */
    static final double WORTH_TELLING = 0.5;

    private final Clock clock = Clock.systemUTC();
    private final ExactKeys keys;
    private final Similarity similarity;
    private final Budgets budgets;
    private final Reputes reputes;
    private final Auditing auditing;
    private final ShadowHits shadows;
    private final Modes modes;
    private final Freshness freshness;
    private final CacheConfig.Semantic config;

    Semantic(
            ExactKeys keys,
            Similarity similarity,
            Budgets budgets,
            Reputes reputes,
            Auditing auditing,
            ShadowHits shadows,
            Modes modes,
            Freshness freshness,
            CacheConfig config) {
        this.keys = keys;
        this.similarity = similarity;
        this.budgets = budgets;
        this.reputes = reputes;
        this.auditing = auditing;
        this.shadows = shadows;
        this.modes = modes;
        this.freshness = freshness;
        this.config = config.semantic();
        if (!(this.config.maxError() >= 0 && this.config.maxError() <= 1)) {
            throw new IllegalStateException("sluice.cache.semantic.max-error is " + this.config.maxError()
                    + "; it must be between 0 and 1, such as 0.01 for one wrong answer in a hundred requests");
        }
    }

    /**
     * Looks for an answer in other words.
     *
     * @param id the id of the question itself
     */
    Found find(CacheStore store, String tenant, Asked asked, String id) {
        CacheQuestion question = asked.question();
        Mode mode = modes.of(tenant, asked.route());
        if (mode == Mode.OFF || !similarity.isComparable(question.text())) {
            return new Found.Nothing(-1);
        }
        String scope = keys.scope(tenant, question.model(), question.scope());
        String wording = keys.wording(tenant, scope, asked.canonical());
        Optional<Found> proven = mode == Mode.ON ? proven(store, tenant, question, wording) : Optional.empty();
        return proven.orElseGet(() -> mode == Mode.ON
                ? nearest(store, tenant, asked, scope, wording)
                : shadowed(tenant, asked, id, nearest(store, tenant, asked, scope, wording)));
    }

    private Optional<Found> proven(CacheStore store, String tenant, CacheQuestion question, String wording) {
        return reputes.alias(store, tenant, wording)
                .flatMap(alias -> store.find(tenant, alias.entry())
                        .map(Held::answer)
                        .filter(answer -> isYoung(answer, question))
                        .map(answer -> new Found.Proven(answer, alias.similarity())));
    }

    private Found nearest(CacheStore store, String tenant, Asked asked, String scope, String wording) {
        CacheQuestion question = asked.question();
        Optional<float[]> vector = similarity.vector(tenant, asked.canonical());
        if (vector.isEmpty()) {
            return new Found.Nothing(-1);
        }
        List<Near> nearest = store.nearest(tenant, scope, vector.get(), WORTH_TELLING, CANDIDATES);
        double cut = cut(tenant, asked);
        for (Scored scored : similarity.rank(question.text(), nearest)) {
            if (scored.probability() < cut) {
                break;
            }
            Near near = nearest.get(scored.candidate());
            Optional<Answer> answer = store.find(tenant, near.id()).map(Held::answer);
            if (answer.isPresent() && isYoung(answer.get(), question)) {
                Repute repute = reputes.of(store, tenant, near.id());
                if (!repute.refuses(wording)) {
                    var hit = new Reputes.Hit(
                            wording, asked.canonical(), Math.min(1, near.similarity()), scored.probability());
                    boolean audit = auditing.wants(budgets.of(tenant, asked.route()));
                    return new Found.Similar(answer.get(), hit, repute, audit);
                }
            }
        }
        return new Found.Nothing(nearest.isEmpty() ? -1 : nearest.getFirst().similarity());
    }

    /** The least sureness that a hit of this question needs now. */
    double cut(String tenant, Asked asked) {
        double maxError = maxError(asked);
        return budgets.cut(tenant, asked.route(), maxError, similarity::cut);
    }

    /** The part of requests that may be answered wrongly. */
    double maxError(Asked asked) {
        Double said = asked.question().maxError();
        return said == null ? config.maxError() : said;
    }

    private Found shadowed(String tenant, Asked asked, String id, Found found) {
        if (found instanceof Found.Similar would) {
            shadows.expect(tenant, id, new ShadowHits.Expected(would.answer().id(), asked.route(), maxError(asked)));
            return new Found.Shadowed(would.hit().similarity());
        }
        return found;
    }

    private boolean isYoung(Answer answer, CacheQuestion question) {
        return freshness.fits(answer, question.text(), true, Demands.of(question), clock.instant());
    }
}
