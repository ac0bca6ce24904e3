package dev.sluice.cache.manage;

import dev.sluice.cache.budget.Repute;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.lookup.Audits;
import dev.sluice.cache.lookup.Similarity;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.values.Values;
import dev.sluice.cache.variation.Variations;
import dev.sluice.kit.freshness.Cues;
import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows and deletes what one tenant has in the cache. */
@ApplicationScoped
class CacheAdmin {

    private static final int MOST_KEYS = 1_000;
    private static final int LONGEST_PATTERN = 512;
    private static final int LONGEST_TEXT = 100_000;

    private final Stores stores;
    private final Statistics statistics;
    private final Similarity similarity;
    private final Reputes reputes;
    private final Audits audits;
    private final Variations variations;
    private final Values values;
    private final Cues cues = Cues.standard();

    CacheAdmin(
            Stores stores,
            Statistics statistics,
            Similarity similarity,
            Reputes reputes,
            Audits audits,
            Variations variations,
            Values values) {
        this.stores = stores;
        this.statistics = statistics;
        this.similarity = similarity;
        this.reputes = reputes;
        this.audits = audits;
        this.variations = variations;
        this.values = values;
    }

    Views.Stats stats(String tenant) {
        return statistics.of(tenant);
    }

    Views.Keys keys(String tenant, int limit) {
        if (limit < 1 || limit > MOST_KEYS) {
            throw Refusal.badRequest(
                    "invalid_limit", "limit is %d; it must be between 1 and %d.".formatted(limit, MOST_KEYS));
        }
        Instant now = Instant.now();
        List<Views.Entry> entries = stores.show(store -> store.list(tenant, limit)).stream()
                .map(held -> entry(tenant, held, now))
                .toList();
        return new Views.Keys(
                entries, stores.show(store -> store.contents(tenant)).entries());
    }

    Views.EntryDetails entry(String tenant, String id) {
        Held held = held(tenant, id);
        Repute repute = stores.show(store -> reputes.of(store, tenant, id));
        return new Views.EntryDetails(
                entry(tenant, held, Instant.now()),
                cues.of(held.answer().text()).name().toLowerCase(Locale.ROOT),
                repute.same(),
                repute.wrong(),
                repute.unsure(),
                repute.veto(),
                repute.wordings());
    }

    Views.Reported report(String tenant, String id, Views.@Nullable Report report) {
        String text = report == null ? null : report.text();
        if (text != null && text.length() > LONGEST_TEXT) {
            throw Refusal.badRequest(
                    "text_too_long", "The field 'text' has more than %d characters.".formatted(LONGEST_TEXT));
        }
        return new Views.Reported(
                audits.reported(tenant, held(tenant, id).answer(), text).name().toLowerCase(Locale.ROOT));
    }

    private Views.Entry entry(String tenant, Held held, Instant now) {
        return Views.Entry.of(held, variations.category(tenant, held.answer().canonical()), now);
    }

    Views.Explanation compare(String tenant, String id, Views.@Nullable Comparison comparison) {
        if (comparison == null || comparison.text() == null || comparison.text().isBlank()) {
            throw Refusal.badRequest("missing_text", "The field 'text' is missing or blank. Send the question.");
        }
        var decision = similarity.compare(
                tenant, comparison.text(), held(tenant, id).answer().text());
        return new Views.Explanation(
                decision.shared(),
                decision.exact(),
                decision.similarity(),
                decision.probability(),
                decision.needed(),
                decision.reasons().stream().map(Views.Reason::of).toList());
    }

    private Held held(String tenant, String id) {
        return stores.show(store -> store.find(tenant, id)).orElseThrow(() -> Refusal.notFound("cache entry", id));
    }

    void delete(String tenant, String id) {
        variations.forgetSamples(tenant);
        if (stores.delete(store -> remove(store, tenant, id)) == 0) {
            throw Refusal.notFound("cache entry", id);
        }
    }

    private long remove(CacheStore store, String tenant, String id) {
        reputes.forget(store, tenant, List.of(id));
        stores.forgotten(tenant, id);
        return store.remove(tenant, id) ? 1 : 0;
    }

    Views.Deleted deleteMatching(String tenant, @Nullable String pattern, @Nullable String model) {
        String words = given(pattern);
        String models = given(model);
        if (words.length() > LONGEST_PATTERN || models.length() > LONGEST_PATTERN || (words + models).isEmpty()) {
            throw Refusal.badRequest(
                    "invalid_pattern",
                    "Say which entries: pattern=*password* matches questions or models, * any characters, ? one;"
                            + " model=gpt-4o* matches models alone. At most %d characters each."
                                    .formatted(LONGEST_PATTERN)
                            + " To delete all of them POST /cache/clear.");
        }
        Glob ofWords = new Glob(words.isEmpty() ? "*" : words);
        Glob ofModels = new Glob(models.isEmpty() ? "*" : models);
        variations.forgetSamples(tenant);
        return new Views.Deleted(stores.delete(store -> {
            List<String> ids = new ArrayList<>();
            long gone = store.removeIf(
                    tenant,
                    answer -> matches(ofWords, answer) && ofModels.matches(answer.model()) && ids.add(answer.id()));
            reputes.forget(store, tenant, ids);
            ids.forEach(id -> stores.forgotten(tenant, id));
            return gone;
        }));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static boolean matches(Glob glob, Answer answer) {
        return glob.matches(answer.canonical()) || glob.matches(answer.model());
    }

    Views.Deleted clear(String tenant) {
        variations.forget(tenant);
        return new Views.Deleted(stores.delete(store -> {
            reputes.clear(store, tenant);
            values.clear(store, tenant);
            stores.forgotten(tenant, null);
            return store.clear(tenant);
        }));
    }
}
