package dev.sluice.cache.lookup;

import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Near;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.canonical.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks for an answer and keeps new ones. Blocking; runs on virtual threads. The tenant, the model and the scope decide
 * which questions are compared at all; similarity and guards only decide among those.
 */
@ApplicationScoped
class Recall {

    private static final int CANDIDATES = 5;
    /** Similarities below are not worth a bar in the statistics. */
    private static final double WORTH_TELLING = 0.5;

    private final Canonical canonical = Canonical.standard();
    private final Clock clock = Clock.systemUTC();
    private final ExactKeys keys;
    private final Stores stores;
    private final Similarity similarity;
    private final Documents documents;

    Recall(ExactKeys keys, Stores stores, Similarity similarity, Documents documents) {
        this.keys = keys;
        this.stores = stores;
        this.similarity = similarity;
        this.documents = documents;
    }

    Asked asked(CacheQuestion question) {
        return Asked.of(question, canonical);
    }

    Found lookUp(String tenant, Asked asked) {
        Found found = stores.lookUp(store -> in(store, tenant, asked));
        switch (found) {
            case Found.Same same -> served(tenant, same.answer());
            case Found.Similar similar -> served(tenant, similar.answer());
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
        return isComparable(asked) ? similar(store, tenant, asked) : new Found.Nothing(-1);
    }

    private Found similar(CacheStore store, String tenant, Asked asked) {
        CacheQuestion question = asked.question();
        Optional<float[]> vector = similarity.vector(tenant, asked.canonical());
        if (vector.isEmpty()) {
            return new Found.Nothing(-1);
        }
        String scope = keys.scope(tenant, question.model(), question.scope());
        List<Near> nearest = store.nearest(tenant, scope, vector.get(), WORTH_TELLING, CANDIDATES);
        for (Near near : nearest) {
            if (isSame(question.text(), near)) {
                Optional<Answer> answer = store.find(tenant, near.id()).map(Held::answer);
                if (answer.isPresent() && isFresh(answer.get(), question)) {
                    return new Found.Similar(answer.get(), Math.min(1, near.similarity()));
                }
            }
        }
        return new Found.Nothing(nearest.isEmpty() ? -1 : nearest.getFirst().similarity());
    }

    private boolean isSame(String text, Near near) {
        return near.similarity() >= similarity.floor()
                && similarity.decide(text, near.text(), near.similarity()).shared();
    }

    /** Keeps an answer for as long as its sender, or the configuration, says. */
    void remember(String tenant, CacheEntry entry) {
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
