package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.Passage;
import java.util.List;

/**
 * What a search found.
 *
 * @param passages best first, numbered from 1
 * @param way how they were found
 */
public record Found(List<Passage> passages, Way way) {

    /** How passages are found. */
    public enum Way {
        /** By words and by meaning. */
        HYBRID,
        /** By words alone: there is no vector of the question, or none of the documents yet. */
        LEXICAL;

        /** As it is told to callers. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Found {
        passages = List.copyOf(passages);
    }
}
