package dev.sluice.cache.manage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.cache.budget.Repute;
import dev.sluice.cache.predict.Prediction;
import dev.sluice.cache.score.Scored;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.variation.VariationViews;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the management paths answer. */
final class Views {

    private Views() {}

    /**
     * A tenant's use of the cache, as the cache-service sees it: hits of the gateways' own near caches are not among them.
     *
     * @param store the store that serves now: {@code redis}, or {@code local} without Redis or while it is away
     * @param counted who counted: {@code all-replicas} where they share it through Redis, or {@code this-replica}
     * @param since since when is counted
     * @param lookups questions asked
     * @param hits hits by layer: exact, semantic, alias for wordings that are proven to ask the same, faq
     * @param misses questions without an answer
     * @param hitRate hits by look-ups, 0 to 1
     * @param stored answers kept
     * @param entries answers that are there
     * @param bytes their size, about
     * @param evictions answers that had to leave this replica's local store before their time since it started; Redis does
     *     not tell whose it evicts
     * @param savedNano what the hits would have cost, in nano-USD
     * @param savedTokens tokens the hits would have used
     * @param similarity how similar the nearest question was, counts by range
     * @param quality how many of the hits in other words were right, as far as audits tell
     * @param routes the same by route; the name is empty for look-ups of no route
     * @param prediction what answers fetched ahead came to, on this replica
     * @param categories what the questions were about; more of it at {@code /cache/categories}
     * @param embeddings texts that embedding calls sent
     */
    @RegisterForReflection
    record Stats(
            String store,
            String counted,
            Instant since,
            long lookups,
            Map<String, Long> hits,
            long misses,
            double hitRate,
            long stored,
            long entries,
            long bytes,
            long evictions,
            long savedNano,
            long savedTokens,
            Map<String, Long> similarity,
            Quality quality,
            List<RouteStats> routes,
            Prediction prediction,
            List<VariationViews.CategoryView> categories,
            Embedded embeddings) {

        Stats {
            routes = List.copyOf(routes);
            categories = List.copyOf(categories);
        }
    }

    /**
     * Texts that embedding calls sent.
     *
     * @param texts how many
     * @param known those of them whose vector was known, so that nothing was computed
     */
    @RegisterForReflection
    record Embedded(long texts, long known) {}

    /**
     * How many hits in other words were right, as far as audits tell.
     *
     * @param audits hits that were compared with the model's own answer and found right or wrong
     * @param wrong those that were wrong
     * @param unsure further ones of which the comparison could not tell
     * @param precision the part that was right, 0 to 1; absent without audits
     * @param precisionLow lower end of its 95 % interval (Wilson)
     * @param precisionHigh upper end of its 95 % interval
     */
    @RegisterForReflection
    record Quality(
            long audits,
            long wrong,
            long unsure,
            @Nullable Double precision,
            @Nullable Double precisionLow,
            @Nullable Double precisionHigh) {}

    /**
     * A route's use of the cache.
     *
     * @param route its name; empty for none
     * @param mode what is done about questions in other words: {@code on}, {@code shadow} or {@code off}
     * @param lookups questions asked
     * @param hits hits by layer
     * @param misses questions without an answer
     * @param hitRate hits by look-ups, 0 to 1
     * @param wouldBeHits misses that would have been hits in other words, were they served (shadow mode)
     * @param savedNano what the hits would have cost, in nano-USD
     * @param savedTokens tokens the hits would have used
     * @param quality how many of the hits in other words, or would-be hits, were right
     * @param errorLow lower end of the 95 % interval of wrong answers by look-ups of late, 0 to 1; absent without audits
     * @param errorHigh upper end of it
     * @param shift how much surer than calibrated a hit must be, in log odds, as audits taught; negative is less sure
     */
    @RegisterForReflection
    record RouteStats(
            String route,
            String mode,
            long lookups,
            Map<String, Long> hits,
            long misses,
            double hitRate,
            long wouldBeHits,
            long savedNano,
            long savedTokens,
            Quality quality,
            @Nullable Double errorLow,
            @Nullable Double errorHigh,
            double shift) {}

    /**
     * An entry as its owner sees it.
     *
     * @param id its id
     * @param model the model asked for
     * @param scope what else had to be equal, as a keyed hash: parameters, system prompt, earlier turns, project
     * @param question the question as it was asked
     * @param canonical its canonical form, which decides an exact hit
     * @param createdAt when it was stored
     * @param freshUntil from when on a new answer is asked for in the background
     * @param expiresAt until when it is served
     * @param ageSeconds seconds since it was stored
     * @param ttlSeconds seconds left
     * @param hits how often it was served
     * @param bytes its size, about
     * @param costNano what one hit saves, in nano-USD
     * @param tokens tokens one hit saves
     * @param category what the question is about
     */
    @RegisterForReflection
    record Entry(
            String id,
            String model,
            String scope,
            String question,
            String canonical,
            Instant createdAt,
            Instant freshUntil,
            Instant expiresAt,
            long ageSeconds,
            long ttlSeconds,
            long hits,
            int bytes,
            long costNano,
            long tokens,
            String category) {

        static Entry of(Held held, String category, Instant now) {
            var answer = held.answer();
            return new Entry(
                    answer.id(),
                    answer.model(),
                    answer.scope(),
                    answer.text(),
                    answer.canonical(),
                    answer.storedAt(),
                    answer.freshUntil(),
                    answer.expiresAt(),
                    Math.max(0, now.getEpochSecond() - answer.storedAt().getEpochSecond()),
                    Math.max(0, answer.expiresAt().getEpochSecond() - now.getEpochSecond()),
                    held.hits(),
                    answer.bytes(),
                    answer.costNano(),
                    answer.tokens(),
                    category);
        }
    }

    /**
     * An entry with what became of its hits.
     *
     * @param entry the entry; its fields stand beside the others
     * @param volatility how fast answers to such a question grow old
     * @param right hits that an audit found right
     * @param wrong hits that an audit found wrong or a user reported
     * @param unsure audits that came to no result
     * @param refused why it is served to its own wording only; absent if it is not
     * @param wordings other wordings it was served to, most hits first
     */
    @RegisterForReflection
    record EntryDetails(
            @JsonUnwrapped Entry entry,
            String volatility,
            long right,
            long wrong,
            long unsure,
            @Nullable String refused,
            List<Repute.Wording> wordings) {

        EntryDetails {
            wordings = List.copyOf(wordings);
        }
    }

    /**
     * A report of a wrong answer.
     *
     * @param text the question that was asked; without it the entry is kept from all wordings but its own
     */
    @RegisterForReflection
    record Report(@Nullable String text) {}

    /**
     * What came of a report.
     *
     * @param consequence {@code refused_to_wording}, {@code refused_to_others} or {@code removed}
     */
    @RegisterForReflection
    record Reported(String consequence) {}

    /**
     * Some of a tenant's entries, newest first.
     *
     * @param entries the entries
     * @param total how many there are in all, about
     */
    @RegisterForReflection
    record Keys(List<Entry> entries, long total) {

        Keys {
            entries = List.copyOf(entries);
        }
    }

    /**
     * How much was deleted.
     *
     * @param deleted entries
     */
    @RegisterForReflection
    record Deleted(long deleted) {}

    /**
     * A question to compare with an entry's.
     *
     * @param text the question
     */
    @RegisterForReflection
    record Comparison(@Nullable String text) {}

    /**
     * Whether a question would be answered from an entry, and why.
     *
     * @param shared whether it would
     * @param exact whether both have the same canonical form
     * @param similarity cosine; absent while the model is not ready
     * @param probability that both share an answer, 0 to 1; absent when it was not asked: no vectors, or too little
     *     similarity
     * @param needed the least probability to serve at
     * @param reasons what spoke for and against it, the strongest first
     */
    @RegisterForReflection
    record Explanation(
            boolean shared,
            boolean exact,
            @Nullable Double similarity,
            @Nullable Double probability,
            double needed,
            List<Reason> reasons) {

        Explanation {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * One reason of a decision.
     *
     * @param feature its name
     * @param says what was looked at, in words
     * @param value what was seen
     * @param contribution what it added to the log-odds: above zero speaks for sharing
     */
    @RegisterForReflection
    record Reason(String feature, String says, double value, double contribution) {

        static Reason of(Scored.Reason reason) {
            return new Reason(
                    reason.feature().name().toLowerCase(Locale.ROOT),
                    reason.feature().says(),
                    reason.value(),
                    reason.contribution());
        }
    }
}
