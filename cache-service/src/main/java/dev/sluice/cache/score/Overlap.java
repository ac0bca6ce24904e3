package dev.sluice.cache.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What two questions have in common and what each lacks: words, content by weight, order, letters. */
final class Overlap {

    private final Words words;

    Overlap(Words words) {
        this.words = words;
    }

    /** One question's content words, looked for in the other. */
    private static final class Side {
        private int missing;
        private int synonyms;
        private int typos;
        private int kin;
        private float covered;
        private float all;
        private float rarestMissing;
        private float rarestShared;

        private float cover() {
            return all == 0 ? 1 : covered / all;
        }
    }

    void put(Reading a, Reading b, Values to) {
        Side one = side(a.content(), b.content());
        Side other = side(b.content(), a.content());
        float both = (one.covered + other.covered) / 2;
        float union = one.all + other.all - both;
        to.put(Feature.SHARED, union <= 0 ? 1 : both / union);
        to.ordered(Feature.COVER_LESS, Feature.COVER_MORE, one.cover(), other.cover());
        to.ordered(Feature.MISSING_LESS, Feature.MISSING_MORE, one.missing, other.missing);
        to.ordered(Feature.RAREST_LESS, Feature.RAREST_MORE, one.rarestMissing, other.rarestMissing);
        to.put(Feature.SYNONYMS, Math.max(one.synonyms, other.synonyms));
        to.put(Feature.TYPOS, Math.max(one.typos, other.typos));
        to.put(Feature.KIN, Math.max(one.kin, other.kin));
        to.put(Feature.WEIGHT, Math.max(one.rarestShared, other.rarestShared));
        to.ordered(
                Feature.CONTENT_LESS,
                Feature.CONTENT_MORE,
                a.content().size(),
                b.content().size());
        to.put(Feature.INVERSIONS, inversions(a.content(), b.content()));
        words(a, b, to);
    }

    /** How each candidate stands beside the others, by their words. */
    void compare(Reading asked, List<Reading> candidates, List<Values> to) {
        for (int i = 0; i < candidates.size(); i++) {
            Map<String, Float> own = candidates.get(i).content();
            float best = 0;
            float elsewhere = 0;
            for (int j = 0; j < candidates.size(); j++) {
                if (j != i) {
                    best = Math.max(best, to.get(j).get(Feature.SHARED));
                    elsewhere = Math.max(
                            elsewhere,
                            rarest(asked.content(), own, candidates.get(j).content()));
                }
            }
            to.get(i).put(Feature.LEAD_WORDS, to.get(i).get(Feature.SHARED) - best);
            to.get(i).put(Feature.ELSEWHERE, elsewhere);
            to.get(i).put(Feature.SPECIAL, special(asked, own, candidates));
        }
    }

    /** Weight of the rarest word of {@code from} that one lacks and another has. */
    private static float rarest(Map<String, Float> from, Map<String, Float> lacks, Map<String, Float> has) {
        float rarest = 0;
        for (Map.Entry<String, Float> word : from.entrySet()) {
            if (!lacks.containsKey(word.getKey()) && has.containsKey(word.getKey())) {
                rarest = Math.max(rarest, word.getValue());
            }
        }
        return rarest;
    }

    private static float special(Reading asked, Map<String, Float> own, List<Reading> candidates) {
        float special = 0;
        for (Map.Entry<String, Float> word : own.entrySet()) {
            if (!asked.content().containsKey(word.getKey())) {
                float without = 0;
                for (Reading candidate : candidates) {
                    without += candidate.content().containsKey(word.getKey()) ? 0 : 1;
                }
                special = Math.max(special, word.getValue() * without / Math.max(1, candidates.size() - 1));
            }
        }
        return special;
    }

    private Side side(Map<String, Float> from, Map<String, Float> in) {
        var side = new Side();
        from.forEach((stem, weight) -> {
            side.all += weight;
            if (found(stem, in.keySet(), side)) {
                side.covered += weight;
                side.rarestShared = Math.max(side.rarestShared, weight);
            } else {
                side.missing++;
                side.rarestMissing = Math.max(side.rarestMissing, weight);
            }
        });
        return side;
    }

    private boolean found(String stem, Set<String> in, Side side) {
        if (in.contains(stem)) {
            return true;
        }
        if (in.stream().anyMatch(other -> words.alike(stem, other))) {
            side.synonyms++;
            return true;
        }
        if (in.stream().anyMatch(other -> Spelling.isTypo(stem, other))) {
            side.typos++;
            return true;
        }
        if (in.stream().anyMatch(other -> Spelling.isKin(stem, other))) {
            side.kin++;
            return true;
        }
        return false;
    }

    private static float inversions(Map<String, Float> a, Map<String, Float> b) {
        List<String> inB = List.copyOf(b.keySet());
        List<Integer> places = new ArrayList<>();
        for (String stem : a.keySet()) {
            int place = inB.indexOf(stem);
            if (place >= 0) {
                places.add(place);
            }
        }
        int pairs = 0;
        int turned = 0;
        for (int i = 0; i < places.size(); i++) {
            for (int j = i + 1; j < places.size(); j++) {
                pairs++;
                turned += places.get(i) > places.get(j) ? 1 : 0;
            }
        }
        return pairs == 0 ? 0 : (float) turned / pairs;
    }

    private void words(Reading a, Reading b, Values to) {
        List<String> one = a.words();
        List<String> other = b.words();
        int shorter = Math.min(one.size(), other.size());
        int longer = Math.max(one.size(), other.size());
        to.put(Feature.LENGTH_LESS, shorter);
        to.put(Feature.LENGTH_RATIO, longer == 0 ? 1 : (float) shorter / longer);
        to.put(Feature.WORDS, jaccard(new HashSet<>(one), new HashSet<>(other)));
        to.put(Feature.BIGRAMS, jaccard(bigrams(one), bigrams(other)));
        to.put(Feature.TRIGRAMS, jaccard(a.trigrams(), b.trigrams()));
        to.put(Feature.EDIT, longer == 0 ? 0 : (float) edit(one, other) / longer);
        int beginning = 0;
        while (beginning < shorter && one.get(beginning).equals(other.get(beginning))) {
            beginning++;
        }
        int end = 0;
        while (end < shorter - beginning && one.get(one.size() - 1 - end).equals(other.get(other.size() - 1 - end))) {
            end++;
        }
        to.ordered(Feature.SPAN_LESS, Feature.SPAN_MORE, one.size() - beginning - end, other.size() - beginning - end);
        to.put(Feature.BEGINNING, shorter == 0 ? 0 : (float) beginning / shorter);
        to.put(Feature.END, shorter == 0 ? 0 : (float) end / shorter);
        to.put(Feature.FIRST_WORD, shorter > 0 && one.getFirst().equals(other.getFirst()) ? 1 : 0);
        to.put(Feature.SMALL_WORDS, small(one, other) + small(other, one));
    }

    private int small(List<String> from, List<String> in) {
        int small = 0;
        for (String word : new HashSet<>(from)) {
            small += !in.contains(word) && !words.carriesContent(word) ? 1 : 0;
        }
        return small;
    }

    private static Set<String> bigrams(List<String> words) {
        Set<String> bigrams = new HashSet<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            bigrams.add(words.get(i) + ' ' + words.get(i + 1));
        }
        return bigrams;
    }

    private static float jaccard(Set<String> a, Set<String> b) {
        int both = 0;
        for (String word : a) {
            both += b.contains(word) ? 1 : 0;
        }
        int union = a.size() + b.size() - both;
        return union == 0 ? 1 : (float) both / union;
    }

    private static float jaccard(int[] a, int[] b) {
        int both = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            int order = Integer.compare(a[i], b[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        int union = a.length + b.length - both;
        return union == 0 ? 1 : (float) both / union;
    }

    /** Words to add, leave out or replace to make one of the other (Levenshtein). */
    private static int edit(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.size()];
    }
}
