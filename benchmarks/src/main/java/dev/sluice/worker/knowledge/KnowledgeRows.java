package dev.sluice.worker.knowledge;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.cache.embed.Encoder;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Extract;
import dev.sluice.worker.language.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well the knowledge index finds: the share of questions with an answer among the first five passages, by words and
 * meaning together, beside words alone and meaning alone; how fast it indexes (without embedding) and answers (with the
 * question's vector at hand). Data sets of public questions; a passage counts when it contains an answer.
 */
public final class KnowledgeRows {

    private static final int AT = 5;
    private static final int SENTENCES = 4;
    private static final int EXACT_BELOW = 10_000;
    private static final Path FOLDER = Path.of("target", "bench");

    private KnowledgeRows() {}

    /** Vectors as the service makes them, kept in a file from run to run. */
    private record Model(Encoder encoder, VectorStore store, Map<String, Vector> questions)
            implements KnowledgeIndex.Known {

        @Override
        public String model() {
            return store.model();
        }

        @Override
        public @Nullable Vector of(String text) {
            return store.of(text);
        }

        Vector made(String text) throws Exception {
            Vector known = store.of(text);
            if (known == null) {
                known = new Vector(encoder.whole(encoder.tokens(text)));
                store.put("bge-small", text, known);
            }
            return known;
        }
    }

    /** Measures and adds the rows. */
    public static void add(Report report, Data data) throws Exception {
        Files.createDirectories(FOLDER);
        try (Encoder encoder = Encoder.load(FOLDER.resolve("natives"));
                var store = new VectorStore(FOLDER.resolve("passage-vectors.bin"), 1L << 30)) {
            var model = new Model(encoder, store, new HashMap<>());
            var citations = new Citations();
            measure(report, Readers.squad(data), model, citations);
            measure(report, Readers.nq(data), model, citations);
            report.add("citation_correct_pct", "%", 100.0 * citations.verbatim / citations.all, null, 100.0);
        }
    }

    /** Citations of both sets, and those whose quote stands in the passage of their number. */
    private static final class Citations {
        private int all;
        private int verbatim;
    }

    private static void measure(Report report, Readers set, Model model, Citations citations) throws Exception {
        Map<String, List<Chunks.Chunk>> chunks = new HashMap<>();
        for (Document document : set.documents()) {
            List<Chunks.Chunk> cut = Chunks.of(document.text());
            chunks.put(document.id(), cut);
            for (Chunks.Chunk chunk : cut) {
                model.made(chunk.embedded(document.title()));
            }
        }
        for (Readers.Question question : set.questions()) {
            model.questions().put(question.text(), model.made(Retrieval.asked(model.model(), question.text())));
        }
        Path folder = Files.createTempDirectory("sluice-knowledge");
        try (var index = new LuceneIndex(folder, EXACT_BELOW)) {
            long revision = 0;
            long start = System.nanoTime();
            for (Document document : set.documents()) {
                index.put(document, ++revision, chunks.getOrDefault(document.id(), List.of()), model);
            }
            index.refresh();
            double seconds = (System.nanoTime() - start) / 1e9;
            int passages = chunks.values().stream().mapToInt(List::size).sum();
            System.out.printf(
                    "%s: %d passages of %d documents%n",
                    set.name(), passages, set.documents().size());
            double words = recall(
                    set,
                    question -> Retrieval.find(index, Readers.TENANT, question, Optional.empty(), Scope.ALL, AT)
                            .passages());
            double meaning = recall(set, question -> meaningOnly(index, model, question));
            double both = recall(set, question -> hybrid(index, model, question));
            report.add(set.name() + "_recall_at_5", "share", both, Math.max(words, meaning), null);
            report.add(set.name() + "_recall_at_5_words_only", "share", words, null, null);
            report.add(set.name() + "_recall_at_5_meaning_only", "share", meaning, null, null);
            answers(report, set, question -> hybrid(index, model, question), citations);
            report.add(set.name() + "_index_passages_per_s", "1/s", passages / seconds, null, null);
            report.add(set.name() + "_query_p50_us", "us", median(set, index, model), null, null);
        }
    }

    /** The built-in answers: how many questions get one, and how many get a quote with a known answer in it. */
    private static void answers(Report report, Readers set, Search search, Citations citations) {
        int answered = 0;
        int right = 0;
        int firstSentence = 0;
        for (Readers.Question question : set.questions()) {
            List<Passage> passages = search.find(question.text());
            List<Extract.Cited> cited = Extract.answer(
                    question.text(),
                    passages.stream()
                            .map(passage -> new Extract.Source(passage.n(), passage.title(), passage.text()))
                            .toList(),
                    SENTENCES);
            for (Extract.Cited one : cited) {
                citations.all++;
                citations.verbatim += passages.get(one.n() - 1).text().contains(one.sentence()) ? 1 : 0;
            }
            answered += cited.isEmpty() ? 0 : 1;
            right += cited.stream().anyMatch(one -> question.isIn(one.sentence())) ? 1 : 0;
            firstSentence += !passages.isEmpty()
                            && question.isIn(Sentences.of(passages.getFirst().text())
                                    .getFirst()
                                    .text())
                    ? 1
                    : 0;
        }
        double all = set.questions().size();
        report.add(set.name() + "_answered", "share", answered / all, null, null);
        report.add(set.name() + "_answer_quoted", "share", right / all, firstSentence / all, null);
    }

    private interface Search {
        List<Passage> find(String question);
    }

    private static double recall(Readers set, Search search) {
        long found = set.questions().stream()
                .filter(question ->
                        search.find(question.text()).stream().anyMatch(passage -> question.isIn(passage.text())))
                .count();
        return found / (double) set.questions().size();
    }

    private static List<Passage> hybrid(KnowledgeIndex index, Model model, String question) {
        return Retrieval.find(index, Readers.TENANT, question, Optional.of(meaning(model, question)), Scope.ALL, AT)
                .passages();
    }

    private static List<Passage> meaningOnly(KnowledgeIndex index, Model model, String question) {
        Retrieval.Meaning meaning = meaning(model, question);
        List<Passage> passages = new ArrayList<>();
        for (Hit hit : index.byMeaning(Readers.TENANT, meaning.model(), meaning.vector(), Scope.ALL, AT)) {
            passages.add(new Passage(
                    passages.size() + 1, hit.documentId(), hit.title(), hit.url(), hit.text(), hit.score()));
        }
        return passages;
    }

    private static Retrieval.Meaning meaning(Model model, String question) {
        Vector vector = model.questions().get(question);
        if (vector == null) {
            throw new IllegalStateException("no vector was made of: " + question);
        }
        return new Retrieval.Meaning(model.model(), vector);
    }

    private static double median(Readers set, KnowledgeIndex index, Model model) {
        set.questions().forEach(question -> hybrid(index, model, question.text()));
        long[] times = set.questions().stream()
                .mapToLong(question -> {
                    long start = System.nanoTime();
                    hybrid(index, model, question.text());
                    return System.nanoTime() - start;
                })
                .sorted()
                .toArray();
        return times[times.length / 2] / 1e3;
    }
}
