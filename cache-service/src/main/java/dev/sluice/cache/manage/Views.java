package dev.sluice.cache.manage;

import dev.sluice.cache.store.Held;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the management paths answer. */
final class Views {

    private Views() {}

    /**
     * A tenant's use of the cache. Counts are this replica's since {@code since}; entries and bytes are the store's.
     *
     * @param store the store that serves now: {@code redis}, or {@code local} without Redis or while it is away
     * @param since since when is counted
     * @param lookups questions asked
     * @param hits hits by layer: exact, semantic
     * @param misses questions without an answer
     * @param hitRate hits by look-ups, 0 to 1
     * @param stored answers kept
     * @param entries answers that are there
     * @param bytes their size, about
     * @param savedNano what the hits would have cost, in nano-USD
     * @param savedTokens tokens the hits would have used
     * @param similarity how similar the nearest question was, counts by range
     */
    @RegisterForReflection
    record Stats(
            String store,
            Instant since,
            long lookups,
            Map<String, Long> hits,
            long misses,
            double hitRate,
            long stored,
            long entries,
            long bytes,
            long savedNano,
            long savedTokens,
            Map<String, Long> similarity) {}

    /**
     * An entry as its owner sees it.
     *
     * @param id its id
     * @param model the model asked for
     * @param question the question as it was asked
     * @param canonical its canonical form, which decides an exact hit
     * @param createdAt when it was stored
     * @param expiresAt until when it is served
     * @param ttlSeconds seconds left
     * @param hits how often it was served
     * @param bytes its size, about
     * @param costNano what one hit saves, in nano-USD
     */
    @RegisterForReflection
    record Entry(
            String id,
            String model,
            String question,
            String canonical,
            Instant createdAt,
            Instant expiresAt,
            long ttlSeconds,
            long hits,
            int bytes,
            long costNano) {

        static Entry of(Held held, Instant now) {
            var answer = held.answer();
            return new Entry(
                    answer.id(),
                    answer.model(),
                    answer.text(),
                    answer.canonical(),
                    answer.storedAt(),
                    answer.expiresAt(),
                    Math.max(0, answer.expiresAt().getEpochSecond() - now.getEpochSecond()),
                    held.hits(),
                    answer.bytes(),
                    answer.costNano());
        }
    }

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
     * @param needed the similarity these two questions need
     * @param refusals what speaks against it whatever the similarity
     * @param onlyInQuestion content words the entry does not have
     * @param onlyInEntry content words the question does not have
     */
    @RegisterForReflection
    record Explanation(
            boolean shared,
            boolean exact,
            @Nullable Double similarity,
            double needed,
            List<String> refusals,
            int onlyInQuestion,
            int onlyInEntry) {

        Explanation {
            refusals = List.copyOf(refusals);
        }
    }
}
