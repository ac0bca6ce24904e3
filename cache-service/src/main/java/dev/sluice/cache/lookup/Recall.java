package dev.sluice.cache.lookup;

import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.freshness.Demands;
import dev.sluice.cache.freshness.Freshness;
import dev.sluice.cache.freshness.Life;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Answer.Past;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.canonical.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an answer and keeps new ones. Blocking; runs on virtual threads. The tenant, the model and the scope decide
 * which questions are compared at all; similarity and guards only decide among those.
 */
@ApplicationScoped
class Recall {

    private final Canonical canonical = Canonical.standard();
    private final Clock clock = Clock.systemUTC();
    private final ExactKeys keys;
    private final Stores stores;
    private final Similarity similarity;
    private final Documents documents;
    private final Semantic semantic;
    private final Budgets budgets;
    private final Reputes reputes;
    private final Freshness freshness;
    private final Backlog backlog;

    Recall(
            ExactKeys keys,
            Stores stores,
            Similarity similarity,
            Documents documents,
            Semantic semantic,
            Budgets budgets,
            Reputes reputes,
            Freshness freshness,
            Backlog backlog) {
        this.backlog = backlog;
        this.keys = keys;
        this.stores = stores;
        this.similarity = similarity;
        this.documents = documents;
        this.semantic = semantic;
        this.budgets = budgets;
        this.reputes = reputes;
        this.freshness = freshness;
    }

    Asked asked(CacheQuestion question) {
        return Asked.of(question, canonical);
    }

    Found lookUp(String tenant, Asked asked) {
        freshness.asked(tenant, clock.instant());
        Found found = stores.lookUp(store -> in(store, tenant, asked));
        boolean judged = found instanceof Found.Similar || found instanceof Found.Shadowed;
        boolean sameWords = found instanceof Found.Same || found instanceof Found.Proven;
        budgets.looked(tenant, asked.route(), sameWords, judged);
        switch (found) {
            case Found.Same same -> served(tenant, same.answer());
            case Found.Similar similar -> {
                served(tenant, similar.answer());
                reputes.served(tenant, similar.answer(), similar.hit(), similar.repute());
            }
            case Found.Proven proven -> served(tenant, proven.answer());
            case Found.Shadowed shadowed -> {}
            case Found.Nothing nothing -> {}
        }
        return found;
    }

    private void served(String tenant, Answer answer) {
        stores.lookUp(store -> {
            store.served(tenant, answer.id());
            return answer;
        });
    }

    /** The id that the answer to a question has. */
    String id(String tenant, Asked asked) {
        CacheQuestion question = asked.question();
        return keys.answer(tenant, question.model(), question.scope(), asked.canonical());
    }

    /** Whether what was found should be asked for again, by this asker and nobody else. */
    boolean wantsNew(String tenant, Found found) {
        Answer answer = found.answerServed();
        return answer != null
                && freshness.wantsNew(
                        tenant,
                        answer,
                        clock.instant(),
                        () -> stores.lookUp(store -> store.lease(tenant, answer.id(), freshness.lease())));
    }

    private Found in(CacheStore store, String tenant, Asked asked) {
        CacheQuestion question = asked.question();
        String id = id(tenant, asked);
        Optional<Answer> same = store.find(tenant, id).map(Held::answer);
        if (same.isPresent() && isFresh(same.get(), question) && isMeant(same.get(), question)) {
            return new Found.Same(same.get());
        }
        return question.semantic() ? semantic.find(store, tenant, asked, id) : new Found.Nothing(-1);
    }

    /** Keeps an answer for as long as it is likely to be right, but no longer than its sender says; its id. */
    String remember(String tenant, CacheEntry entry) {
        Documents.Checked checked = documents.check(entry);
        Asked asked = asked(entry.question());
        CacheQuestion question = asked.question();
        Instant now = clock.instant();
        String id = id(tenant, asked);
        Past past = stores.lookUp(store -> store.find(tenant, id))
                .map(before -> past(tenant, before.answer(), entry, checked.bound(), now))
                .orElse(Past.NONE);
        Life life = freshness.life(tenant, id, question.text(), checked.bound(), past, now);
        var answer = new Answer(
                id,
                question.model(),
                keys.scope(tenant, question.model(), question.scope()),
                question.text(),
                asked.canonical(),
                entry.document(),
                now,
                now.plus(life.whole()),
                entry.costNano(),
                checked.promptTokens(),
                checked.completionTokens(),
                now.plus(life.fresh()),
                past);
        boolean comparable = isComparable(asked);
        float[] vector =
                comparable ? similarity.vectorToKeep(tenant, asked.canonical()).orElse(null) : null;
        stores.keep(store -> store.put(tenant, answer, vector));
        if (comparable && vector == null) {
            backlog.add(tenant, id, asked.canonical());
        }
        return answer.id();
    }

    private boolean isComparable(Asked asked) {
        return asked.question().semantic()
                && similarity.isComparable(asked.question().text());
    }

    private boolean isFresh(Answer answer, CacheQuestion question) {
        return freshness.fits(answer, question.text(), false, Demands.of(question), clock.instant());
    }

    /** What was learned of the answer that a new one replaces. */
    private Past past(String tenant, Answer before, CacheEntry entry, @Nullable Duration bound, Instant now) {
        return freshness.learn(
                tenant,
                before.text(),
                before,
                documents.words(before.document()),
                documents.words(entry.document()),
                bound,
                now);
    }

    /** Who wants no other words gets an answer to the same words only, to the letter. */
    private static boolean isMeant(Answer answer, CacheQuestion question) {
        return question.semantic() || Canonical.surface(answer.text()).equals(Canonical.surface(question.text()));
    }
}
