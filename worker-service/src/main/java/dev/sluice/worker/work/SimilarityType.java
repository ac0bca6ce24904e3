package dev.sluice.worker.work;

import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.answers.GivenSources.Source;
import dev.sluice.worker.answers.Likeness;
import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.ledger.TasksConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How alike the texts of a set are, and which of them should be connected: {@code {"texts": [{"id": "a", "text": "..."}],
 * "links": [["a", "b"]]}}. Its model is the embedding model of cache-service; without that, words are compared.
 */
@ApplicationScoped
class SimilarityType implements TaskType {

    private static final int MOST = 200;
    private static final int SHARED = 5;

    private final Embeddings embeddings;
    private final int longest;

    SimilarityType(Embeddings embeddings, TasksConfig config) {
        this.embeddings = embeddings;
        this.longest = config.longestText();
    }

    /**
     * Two texts of the set.
     *
     * @param a the id of one
     * @param b the id of the other
     * @param similarity 1 for equal ones; of vectors and of words not to be compared with each other
     * @param shared the rarest words they share, as stems; none need be shared by texts of like meaning
     */
    @RegisterForReflection
    record Pair(String a, String b, double similarity, List<String> shared) {}

    /**
     * What was found.
     *
     * @param pairs the most alike first
     * @param suggestions pairs that stand out and are not linked yet
     * @param outstanding the similarity from which on a pair stands out in this set
     */
    @RegisterForReflection
    record Found(List<Pair> pairs, List<Pair> suggestions, double outstanding) {}

    @Override
    public String name() {
        return "similarity";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(3);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("texts", "links", "limit"));
        links(input, Texts.of(input, "texts", 2, MOST, longest));
        limit(input);
    }

    @Override
    public Outcome run(Job job) throws InterruptedException {
        List<Source> texts = Texts.of(job.input(), "texts", 2, MOST, longest);
        Set<Set<String>> linked = links(job.input(), texts);
        int limit = limit(job.input());
        job.progress().accept(5);
        List<String> read = texts.stream()
                .map(one -> one.title().isEmpty() ? one.text() : one.title() + "\n" + one.text())
                .toList();
        Optional<List<float[]>> vectors = embeddings.of(job.tenant(), read);
        var likeness = new Likeness(read, vectors);
        List<Likeness.Pair> pairs = likeness.pairs();
        double outstanding = pairs.size() == 1 ? 0 : Likeness.outstanding(pairs);
        List<Pair> suggestions = pairs.stream()
                .filter(pair -> pair.similarity() >= outstanding && pair.similarity() > 0)
                .map(pair -> named(pair, texts, likeness))
                .filter(pair -> !linked.contains(Set.of(pair.a(), pair.b())))
                .limit(limit)
                .toList();
        List<Pair> best = pairs.stream()
                .limit(limit)
                .map(pair -> named(pair, texts, likeness))
                .toList();
        return new Outcome(
                new Found(best, suggestions, rounded(outstanding)),
                vectors.isPresent() ? "local:embeddings" : "local:tf-idf");
    }

    private static Pair named(Likeness.Pair pair, List<Source> texts, Likeness likeness) {
        return new Pair(
                texts.get(pair.a()).id(),
                texts.get(pair.b()).id(),
                rounded(pair.similarity()),
                likeness.shared(pair, SHARED));
    }

    private static double rounded(double similarity) {
        return Math.round(similarity * 10_000) / 10_000.0;
    }

    private static Set<Set<String>> links(Map<String, Object> input, List<Source> texts) {
        Object value = input.get("links");
        if (value == null) {
            return Set.of();
        }
        Set<String> ids = texts.stream().map(Source::id).collect(Collectors.toSet());
        Set<Set<String>> links = new HashSet<>();
        if (value instanceof List<?> list && list.size() <= MOST * MOST) {
            for (Object one : list) {
                if (one instanceof List<?> pair
                        && pair.size() == 2
                        && pair.get(0) instanceof String a
                        && pair.get(1) instanceof String b
                        && !a.equals(b)
                        && ids.contains(a)
                        && ids.contains(b)) {
                    links.add(Set.of(a, b));
                } else {
                    throw badLinks();
                }
            }
            return links;
        }
        throw badLinks();
    }

    private static Refusal badLinks() {
        return Refusal.badRequest(
                "invalid_input",
                "input.links must be a list of pairs of ids of two texts of input.texts, [[\"a\", \"b\"]].");
    }

    private static int limit(Map<String, Object> input) {
        return Fields.number(input, "limit", 20, 1, 500);
    }
}
