package dev.sluice.bench.cache;

import dev.sluice.bench.cache.Data.Asked;
import dev.sluice.bench.cache.Neighbours.Near;
import dev.sluice.cache.score.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stream asked question by question, each against those before it: what the semantic layer sees.
 *
 * @param stream the questions
 * @param forms their canonical forms
 * @param neighbours of each its candidates, nearest first
 * @param features of each the features of its candidates that are similar enough
 */
public record Replay(
        List<Asked> stream, List<String> forms, List<List<Near>> neighbours, List<List<float[]>> features) {

    /** Finds neighbours and features; takes a minute for 20,000 questions. */
    public static Replay of(List<Asked> stream, Vectors vectors, Scorer scorer) throws Exception {
        vectors.need(stream.stream().map(Asked::text).toList());
        float[][] all = stream.stream().map(asked -> vectors.of(asked.text())).toArray(float[][]::new);
        List<List<Near>> neighbours = Neighbours.remembered(all);
        List<List<float[]>> features = IntStream.range(0, stream.size())
                .parallel()
                .mapToObj(i -> scorer.features(stream.get(i).text(), candidates(stream, neighbours.get(i))))
                .toList();
        return new Replay(
                stream, stream.stream().map(asked -> vectors.form(asked.text())).toList(), neighbours, features);
    }

    private static List<Scorer.Candidate> candidates(List<Asked> stream, List<Near> neighbours) {
        List<Scorer.Candidate> candidates = new ArrayList<>();
        for (Near near : neighbours) {
            candidates.add(new Scorer.Candidate(stream.get(near.at()).text(), near.cosine()));
        }
        return candidates;
    }

    /** Whether a candidate of a question shares its answer. */
    public boolean isRight(int question, int candidate) {
        return stream.get(neighbours.get(question).get(candidate).at())
                .answers()
                .equals(stream.get(question).answers());
    }

    /** The canonical form of a candidate of a question. */
    public String form(int question, int candidate) {
        return forms.get(neighbours.get(question).get(candidate).at());
    }

    /** Whether a candidate has the same canonical form, which the exact layer finds. */
    public boolean isEqual(int question, int candidate) {
        return form(question, candidate).equals(forms.get(question));
    }
}
