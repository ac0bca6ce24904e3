package dev.sluice.cache.store;

import dev.sluice.cache.index.VectorIndex;
import java.time.Instant;
import java.util.List;

/**
 * A question near another one.
 *
 * @param id the answer it belongs to
 * @param text the question as it was asked
 * @param similarity cosine, -1 to 1
 */
public record Near(String id, String text, double similarity) {

    /** The nearest living questions of an index. */
    static List<Near> in(VectorIndex<Candidate> index, float[] vector, double floor, int most, Instant now) {
        return index.nearest(vector, floor, most, candidate -> candidate.isAlive(now)).stream()
                .map(hit -> new Near(hit.item().id(), hit.item().text(), hit.similarity()))
                .toList();
    }
}
