package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.Data.Asked;
import dev.sluice.bench.cache.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of the data such that all questions of one meaning lie in the same part, over all streams together: answer sets
 * and canonical forms that touch are one component (union-find).
 */
public final class Folds {

    private final Map<String, String> parents = new HashMap<>();
    private final int count;

    Folds(int count) {
        this.count = count;
    }

    /** Learns which questions of a stream belong together. */
    void join(String stream, List<Asked> asked, Vectors vectors) {
        for (Asked one : asked) {
            String set = root(stream + one.answers());
            String form = root("=" + vectors.form(one.text()));
            if (!set.equals(form)) {
                parents.put(form, set);
            }
        }
    }

    /** The part a question belongs to, by its canonical form. */
    int of(String form) {
        return Math.floorMod((root("=" + form).hashCode() * 31) >>> 4, count);
    }

    private String root(String node) {
        String at = node;
        for (String up = parents.get(at); up != null; up = parents.get(at)) {
            at = up;
        }
        if (!at.equals(node)) {
            parents.put(node, at);
        }
        return at;
    }
}
