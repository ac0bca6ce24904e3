package dev.sluice.cache.lookup;

import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.store.Answer;
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

    Recall(
            ExactKeys keys,
            Stores stores,
            Similarity similarity,
            Documents documents,
            Semantic semantic,
            Budgets budgets,
            Reputes reputes) {
        this.keys = keys;
        this.stores = stores;
        this.similarity = similarity;
        this.documents = documents;
        this.semantic = semantic;
        this.budgets = budgets;
        this.reputes = reputes;
    }

    Asked asked(CacheQuestion question) {
        return Asked.of(question, canonical);
    }

    Found lookUp(String tenant, Asked asked) {
        Found found = stores.lookUp(store -> in(store, tenant, asked));
        boolean judged = found instanceof Found.Similar || found instanceof Found.Shadowed;
        budgets.looked(tenant, asked.route(), judged);
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

    private Found in(CacheStore store, String tenant, Asked asked) {
        CacheQuestion question = asked.question();
        String id = keys.answer(tenant, question.model(), question.scope(), asked.canonical());
        Optional<Answer> same = store.find(tenant, id).map(Held::answer);
        if (same.isPresent() && isFresh(same.get(), question) && isMeant(same.get(), question)) {
            return new Found.Same(same.get());
        }
        return question.semantic() ? semantic.find(store, tenant, asked, id) : new Found.Nothing(-1);
    }

    /** Keeps an answer for as long as its sender, or the configuration, says; its id. */
    String remember(String tenant, CacheEntry entry) {
        Documents.Checked checked = documents.check(entry);
        Asked asked = asked(entry.question());
        CacheQuestion question = asked.question();
        Instant now = clock.instant();
        var answer = new Answer(
                keys.answer(tenant, question.model(), question.scope(), asked.canonical()),
                question.model(),
                keys.scope(tenant, question.model(), question.scope()),
                question.text(),
                asked.canonical(),
                entry.document(),
                now,
                now.plus(checked.life()),
                entry.costNano(),
                checked.promptTokens(),
                checked.completionTokens());
        float[] vector = isComparable(asked)
                ? similarity.vectorToKeep(tenant, asked.canonical()).orElse(null)
                : null;
        stores.keep(store -> store.put(tenant, answer, vector));
        return answer.id();
    }

    private boolean isComparable(Asked asked) {
        return asked.question().semantic()
                && similarity.isComparable(asked.question().text());
    }

    private boolean isFresh(Answer answer, CacheQuestion question) {
        Long maxAge = question.maxAgeSeconds();
        return maxAge == null
                || Duration.between(answer.storedAt(), clock.instant()).toSeconds() <= maxAge;
    }

    /** Who wants no other words gets an answer to the same words only, to the letter. */
    private static boolean isMeant(Answer answer, CacheQuestion question) {
        return question.semantic() || Canonical.surface(answer.text()).equals(Canonical.surface(question.text()));
    }
}
