package dev.sluice.cache.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Equivalence;
import dev.sluice.cache.budget.Reputes;
import dev.sluice.cache.budget.Result;
import dev.sluice.cache.embed.Embedder;
import dev.sluice.cache.embed.EmbeddingsConfig;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.tally.Tallies;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.canonical.Canonical;
import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares answers that were served, or would have been, with what the model says itself, and draws the conclusions. */
@ApplicationScoped
public class Audits {

    private final ExactKeys keys;
    private final Stores stores;
    private final Semantic semantic;
    private final Embedder embedder;
    private final Duration patience;
    private final Budgets budgets;
    private final Reputes reputes;
    private final ShadowHits shadows;
    private final Tallies tallies;
    private final ObjectMapper json;
    private final Canonical canonical = Canonical.standard();

    Audits(
            ExactKeys keys,
            Stores stores,
            Semantic semantic,
            Embedder embedder,
            EmbeddingsConfig embeddings,
            Budgets budgets,
            Reputes reputes,
            ShadowHits shadows,
            Tallies tallies,
            ObjectMapper json) {
        this.keys = keys;
        this.stores = stores;
        this.semantic = semantic;
        this.embedder = embedder;
        this.patience = embeddings.keepDeadline();
        this.budgets = budgets;
        this.reputes = reputes;
        this.shadows = shadows;
        this.tallies = tallies;
        this.json = json;
    }

    /** A hit was served and the model asked too. An entry that is gone meanwhile cannot be judged any more. */
    void audited(String tenant, @Nullable CacheAudit audit) {
        if (audit == null || audit.entryId() == null || audit.document() == null) {
            throw Refusal.badRequest(
                    "incomplete_audit",
                    "An audit needs the question, the id of the served entry and the model's answer.");
        }
        Asked asked = Asked.of(audit.question(), canonical);
        Optional<Answer> served = find(tenant, audit.entryId());
        if (served.isEmpty()) {
            return;
        }
        Answer answer = served.get();
        CacheQuestion question = asked.question();
        if (!answer.scope().equals(keys.scope(tenant, question.model(), question.scope()))) {
            throw Refusal.badRequest(
                    "other_scope",
                    "The entry answers questions of another model or scope, so it was not served to this one.");
        }
        Result result = compare(tenant, answer.document(), audit.document());
        budgets.audited(tenant, asked.route(), semantic.maxError(asked), result);
        tallies.audited(result.name().toLowerCase(Locale.ROOT), "served");
        reputes.audited(tenant, answer, wording(tenant, answer, asked.canonical()), asked.canonical(), result);
    }

    /** What came of a report. */
    public enum Consequence {
        /** The entry is not served to this wording any more. */
        REFUSED_TO_WORDING,
        /** The entry is served to its own wording only. */
        REFUSED_TO_OTHERS,
        /** The entry is gone: it was wrong for the very question it answers. */
        REMOVED
    }

    /**
     * A user says that an entry was the wrong answer. Reports come from those who noticed, not from a sample, so they say
     * nothing about how often hits are wrong, and move no cut.
     *
     * @param text the question that was asked; absent if the user does not say
     */
    public Consequence reported(String tenant, Answer answer, @Nullable String text) {
        if (text == null || text.isBlank()) {
            reputes.reported(tenant, answer);
            return Consequence.REFUSED_TO_OTHERS;
        }
        String asked = canonical.of(text);
        if (asked.equals(answer.canonical())) {
            stores.delete(store -> {
                reputes.forget(store, tenant, List.of(answer.id()));
                return store.remove(tenant, answer.id()) ? 1 : 0;
            });
            return Consequence.REMOVED;
        }
        reputes.reported(tenant, answer, wording(tenant, answer, asked), asked);
        return Consequence.REFUSED_TO_WORDING;
    }

    private String wording(String tenant, Answer answer, String asked) {
        return keys.wording(tenant, answer.scope(), asked);
    }

    /** The model's own answer to a question is there: had it been answered from the cache, would it have been the same? */
    void settle(String tenant, String question, String document) {
        shadows.take(tenant, question)
                .ifPresent(expected -> find(tenant, expected.entry()).ifPresent(answer -> {
                    Result result = compare(tenant, answer.document(), document);
                    budgets.audited(tenant, expected.route(), expected.maxError(), result);
                    tallies.audited(result.name().toLowerCase(Locale.ROOT), "shadow");
                }));
    }

    private Optional<Answer> find(String tenant, String id) {
        return stores.lookUp(store -> store.find(tenant, id).map(Held::answer));
    }

    private Result compare(String tenant, String served, String said) {
        var equivalence = new Equivalence(text -> embedder.question(keys.vector(tenant, text), text, patience));
        return equivalence.compare(words(served), words(said));
    }

    private String words(String document) {
        try {
            JsonNode message = json.readTree(document).path("choices").path(0).path("message");
            return message.path("content").asText("");
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("invalid_document", "The document is not valid JSON, so it cannot be an answer.");
        }
    }
}
