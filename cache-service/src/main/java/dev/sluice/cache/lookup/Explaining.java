package dev.sluice.cache.lookup;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.CacheConfig.Mode;
import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Repute;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Near;
import dev.sluice.cache.store.Stores;
import dev.sluice.kit.canonical.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says what a look-up would come to and why, without counting, auditing or changing anything. */
@ApplicationScoped
public class Explaining {

    /** Scopes that are looked into when none is named. */
    private static final int MOST_SCOPES = 20;

    private static final int MOST_ENTRIES = 1_000;

    private final Canonical canonical = Canonical.standard();
    private final Stores stores;
    private final ExactKeys keys;
    private final Similarity similarity;
    private final Budgets budgets;
    private final Reputes reputes;
    private final Modes modes;
    private final CacheConfig.Semantic config;

    Explaining(
            Stores stores,
            ExactKeys keys,
            Similarity similarity,
            Budgets budgets,
            Reputes reputes,
            Modes modes,
            CacheConfig config) {
        this.stores = stores;
        this.keys = keys;
        this.similarity = similarity;
        this.budgets = budgets;
        this.reputes = reputes;
        this.modes = modes;
        this.config = config.semantic();
    }

    /**
     * What is to be explained.
     *
     * @param text the question
     * @param model only entries of this model; absent means any
     * @param entry only entries of the same model and scope as this one; absent means any scope
     * @param route the route whose budget applies; absent means none
     * @param maxError the part of requests that may be answered wrongly; absent means the configured one
     */
    public record Inquiry(
            String text,
            @Nullable String model,
            @Nullable String entry,
            @Nullable String route,
            @Nullable Double maxError) {}

    /** What a look-up would come to. */
    public enum Outcome {
        /** An entry has the same canonical form. */
        EXACT,
        /** The wording is proven to ask the same as an entry. */
        ALIAS,
        /** An entry is similar enough. */
        SEMANTIC,
        /** One would be, but in shadow mode nothing is served. */
        SHADOW,
        /** Nothing fits. */
        MISS
    }

    /**
     * What a look-up would come to, and why.
     *
     * @param outcome what it would come to
     * @param entry the entry that would be served; absent on a miss
     * @param why one sentence
     * @param canonical the question's canonical form
     * @param mode what is done about questions in other words
     * @param maxError the part of requests that may be answered wrongly
     * @param calibrated the least probability that holds it on the calibration's questions
     * @param needed the least probability now, after what audits taught; absent when none is enough
     * @param candidates the nearest entries, most probable first
     */
    public record Explained(
            Outcome outcome,
            @Nullable String entry,
            String why,
            String canonical,
            Mode mode,
            double maxError,
            double calibrated,
            @Nullable Double needed,
            List<Considered> candidates) {

        public Explained {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * An entry that was considered.
     *
     * @param entry its id
     * @param model its model
     * @param scope its scope, as a keyed hash
     * @param question its question
     * @param exact whether it has the same canonical form
     * @param alias whether the wording is proven to ask the same
     * @param similarity cosine of the two questions
     * @param probability that both share an answer, 0 to 1; absent where it was not worth asking
     * @param refused why it is not served to this wording whatever the probability; absent if it is
     * @param reasons what spoke for and against it, the strongest first
     */
    public record Considered(
            String entry,
            String model,
            String scope,
            String question,
            boolean exact,
            boolean alias,
            double similarity,
            @Nullable Double probability,
            @Nullable String refused,
            List<Scored.Reason> reasons) {

        public Considered {
            reasons = List.copyOf(reasons);
        }
    }

    /** Explains. A 503 refusal while the shared store is away. */
    public Explained explain(String tenant, Inquiry inquiry) {
        String form = canonical.of(inquiry.text());
        String route = inquiry.route() == null ? "" : inquiry.route();
        double maxError = inquiry.maxError() == null ? config.maxError() : inquiry.maxError();
        double calibrated = similarity.cut(maxError);
        double needed = budgets.cut(tenant, route, maxError, similarity::cut);
        List<Considered> all = stores.show(store -> considered(store, tenant, inquiry, form));
        Mode mode = modes.of(tenant, route);
        Verdict verdict = verdict(all, mode, similarity.isComparable(inquiry.text()), needed);
        return new Explained(
                verdict.outcome(),
                verdict.served() == null ? null : verdict.served().entry(),
                verdict.why(),
                form,
                mode,
                maxError,
                calibrated,
                needed > 1 ? null : needed,
                all);
    }

    private record Verdict(Outcome outcome, @Nullable Considered served, String why) {}

    /** In the order of a look-up. */
    private static Verdict verdict(List<Considered> all, Mode mode, boolean comparable, double needed) {
        Considered exact = first(all, Considered::exact);
        if (exact != null) {
            return new Verdict(Outcome.EXACT, exact, "An entry's question has the same canonical form.");
        }
        if (mode == Mode.OFF) {
            return new Verdict(
                    Outcome.MISS,
                    null,
                    "No entry has the same canonical form, and other words are not looked for here.");
        }
        if (!comparable) {
            return new Verdict(
                    Outcome.MISS,
                    null,
                    "No entry has the same canonical form, and the question is too long or looks like code, so that other"
                            + " words are not looked for.");
        }
        Considered alias = mode == Mode.ON ? first(all, Considered::alias) : null;
        if (alias != null) {
            return new Verdict(Outcome.ALIAS, alias, "The wording is proven to ask the same as the entry.");
        }
        Considered likely =
                first(all, one -> one.probability() != null && one.probability() >= needed && one.refused() == null);
        if (likely != null) {
            return mode == Mode.ON
                    ? new Verdict(Outcome.SEMANTIC, likely, "The entry is probable enough to share the answer.")
                    : new Verdict(
                            Outcome.SHADOW,
                            null,
                            "An entry is probable enough to share the answer, but in shadow mode nothing is served.");
        }
        if (all.isEmpty()) {
            return new Verdict(Outcome.MISS, null, "There is no entry near the question.");
        }
        boolean refused = all.stream().anyMatch(one -> one.refused() != null);
        return new Verdict(
                Outcome.MISS,
                null,
                refused
                        ? "Audits or reports refused what is near, and the rest is not probable enough."
                        : "No entry is probable enough to share the answer.");
    }

    private static @Nullable Considered first(List<Considered> all, Predicate<Considered> what) {
        return all.stream().filter(what).findFirst().orElse(null);
    }

    private List<Considered> considered(CacheStore store, String tenant, Inquiry inquiry, String form) {
        List<Considered> all = new ArrayList<>();
        Optional<float[]> vector =
                similarity.isComparable(inquiry.text()) ? similarity.vectorToKeep(tenant, form) : Optional.empty();
        List<Answer> known = known(store, tenant, inquiry);
        for (Answer answer : known) {
            if (answer.canonical().equals(form)) {
                all.add(considered(store, tenant, answer, form, 1, null));
            }
        }
        vector.ifPresent(v -> known.stream()
                .map(Answer::scope)
                .distinct()
                .limit(MOST_SCOPES)
                .forEach(scope -> all.addAll(near(store, tenant, scope, v, inquiry, form))));
        all.sort(Comparator.comparing(Considered::exact).reversed().thenComparingDouble(Explaining::doubt));
        return all;
    }

    private static double doubt(Considered one) {
        Double probability = one.probability();
        return probability == null ? 1 : -probability;
    }

    /** The newest entries that could be meant. */
    private static List<Answer> known(CacheStore store, String tenant, Inquiry inquiry) {
        String entry = inquiry.entry();
        Answer like = entry == null
                ? null
                : store.find(tenant, entry).map(Held::answer).orElse(null);
        if (entry != null && like == null) {
            return List.of();
        }
        return store.list(tenant, MOST_ENTRIES).stream()
                .map(Held::answer)
                .filter(answer -> inquiry.model() == null || answer.model().equals(inquiry.model()))
                .filter(answer -> like == null || answer.scope().equals(like.scope()))
                .toList();
    }

    private List<Considered> near(
            CacheStore store, String tenant, String scope, float[] vector, Inquiry inquiry, String form) {
        List<Near> nearest = store.nearest(tenant, scope, vector, Semantic.WORTH_TELLING, Semantic.CANDIDATES);
        List<Scored> ranked = similarity.rank(inquiry.text(), nearest);
        List<Considered> all = new ArrayList<>();
        for (int i = 0; i < nearest.size(); i++) {
            int at = i;
            Scored scored = ranked.stream()
                    .filter(one -> one.candidate() == at)
                    .findFirst()
                    .orElse(null);
            store.find(tenant, nearest.get(i).id())
                    .map(Held::answer)
                    .filter(answer -> !answer.canonical().equals(form))
                    .map(answer -> considered(
                            store, tenant, answer, form, nearest.get(at).similarity(), scored))
                    .ifPresent(all::add);
        }
        return all;
    }

    private Considered considered(
            CacheStore store, String tenant, Answer answer, String form, double cosine, @Nullable Scored scored) {
        String wording = keys.wording(tenant, answer.scope(), form);
        Repute repute = reputes.of(store, tenant, answer.id());
        boolean alias = reputes.alias(store, tenant, wording)
                .filter(known -> known.entry().equals(answer.id()))
                .isPresent();
        boolean exact = answer.canonical().equals(form);
        return new Considered(
                answer.id(),
                answer.model(),
                answer.scope(),
                answer.text(),
                exact,
                alias,
                Math.min(1, cosine),
                scored == null ? null : scored.probability(),
                exact ? null : refused(repute, wording),
                scored == null ? List.of() : scored.reasons().list());
    }

    private static @Nullable String refused(Repute repute, String wording) {
        String veto = repute.veto();
        return veto == null ? repute.wording(wording).refused() : veto;
    }
}
