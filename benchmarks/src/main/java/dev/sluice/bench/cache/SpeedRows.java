package dev.sluice.bench.cache;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.sluice.bench.Report;
import dev.sluice.cache.embed.Encoder;
import dev.sluice.cache.lookup.HitPath;
import dev.sluice.cache.store.LocalStores;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How long a hit takes in the service, to the same words and in other words, and what a vector costs. */
final class SpeedRows {

    private static final Path NATIVES = Path.of("target", "bench", "natives");
    private static final int KEYS = 90_000;
    private static final int LOOKUPS = 200_000;
    /** Until the compiler has come to its end, also where it shares two cores. */
    private static final int WARM_LOOKUPS = 500_000;

    private static final int IN_SCOPE = 20_000;
    private static final int SEMANTIC = 1_000;
    private static final int EMBEDDED = 300;
    private static final int TOGETHER = 8;
    private static final int WARM_UPS = 50;

    private SpeedRows() {}

    static void add(Report report, Data data) throws Exception {
        List<String> questions = data.streamOnce().stream()
                .map(Data.Asked::text)
                .filter(text -> text.length() < 300)
                .toList();
        hits(report, questions);
        embeddings(report, questions);
        semantic(report, questions);
    }

    private static void hits(Report report, List<String> questions) {
        System.out.println("Hits of " + KEYS + " keys ...");
        var path = new HitPath(LocalStores.of(512L << 20));
        for (int i = 0; i < KEYS; i++) {
            path.keep(HitPath.question(key(questions, i)), null);
        }
        var all = new Timed(LOOKUPS);
        var forms = new Timed(LOOKUPS);
        int found = 0;
        for (int i = -WARM_LOOKUPS; i < LOOKUPS; i++) {
            var question = HitPath.question(key(questions, Math.floorMod(i * 7_919, KEYS)));
            long start = System.nanoTime();
            found += path.find(question).isPresent() ? 1 : 0;
            long middle = System.nanoTime();
            int length = path.canonical(question.text()).length();
            long end = System.nanoTime();
            if (i >= 0 && length > 0) {
                all.add(middle - start);
                forms.add(end - middle);
            }
        }
        if (found < LOOKUPS + WARM_LOOKUPS) {
            throw new IllegalStateException("only " + found + " look-ups found their answer");
        }
        report.add("hit_p50_us", "us", all.micros(0.5), null, 5.0);
        report.add("hit_p99_us", "us", all.micros(0.99), null, null);
        report.add("canonical_p50_us", "us", forms.micros(0.5), null, null);
    }

    private static String key(List<String> questions, int i) {
        return questions.get(i % questions.size()) + (i < questions.size() ? "" : " " + i / questions.size());
    }

    private static void embeddings(Report report, List<String> questions) throws Exception {
        System.out.println("Vectors of single questions and of runs ...");
        List<String> some = questions.subList(0, EMBEDDED);
        EmbeddingModel stock = new BgeSmallEnV15QuantizedEmbeddingModel();
        double plain = cpuMillis(some, text -> stock.embed(text).content().vector().length);
        report.add("baseline_embed_cpu_ms", "ms", plain, null, null);
        for (Encoder.Model model : Encoder.Model.values()) {
            boolean standard = model == Encoder.Model.BGE_SMALL;
            try (Encoder encoder = Encoder.load(NATIVES, model)) {
                double alone = cpuMillis(some, text -> encoder.first(encoder.tokens(text)).length);
                report.add(standard ? "embed_cpu_ms" : "embed_minilm_cpu_ms", "ms", alone, plain, null);
                report.add(
                        standard ? "embed_runs_texts_per_s" : "embed_minilm_runs_texts_per_s",
                        "per_s",
                        1_000 / runs(encoder, some),
                        1_000 / alone,
                        null);
            }
        }
    }

    private interface Work {
        int on(String text) throws Exception;
    }

    /** Processor time of the whole process for one text, since the stock model has threads of its own. */
    private static double cpuMillis(List<String> texts, Work work) throws Exception {
        for (String text : texts.subList(0, WARM_UPS)) {
            work.on(text);
        }
        long start = cpu();
        for (String text : texts) {
            work.on(text);
        }
        return (cpu() - start) / 1e6 / texts.size();
    }

    /** The same for runs of texts of about the same length. */
    private static double runs(Encoder encoder, List<String> texts) throws Exception {
        List<Encoder.Tokens> tokens = new ArrayList<>();
        texts.forEach(text -> tokens.add(encoder.tokens(text)));
        tokens.sort(Comparator.comparingInt(Encoder.Tokens::count));
        long start = cpu();
        for (int from = 0; from < tokens.size(); from += TOGETHER) {
            encoder.first(tokens.subList(from, Math.min(tokens.size(), from + TOGETHER)));
        }
        return (cpu() - start) / 1e6 / tokens.size();
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Canonical form, vector and the nearest five of 20,000, as for a question nobody has asked in these words. */
    private static void semantic(Report report, List<String> questions) throws Exception {
        System.out.println("Look-ups in other words among " + IN_SCOPE + " questions ...");
        var path = new HitPath(LocalStores.of(512L << 20));
        Vectors vectors = Vectors.open();
        List<String> kept = questions.subList(0, Math.min(IN_SCOPE, questions.size()));
        vectors.need(kept);
        kept.forEach(text -> path.keep(HitPath.question(text), vectors.of(text)));
        var all = new Timed(SEMANTIC);
        try (Encoder encoder = Encoder.load(NATIVES)) {
            for (int i = -WARM_UPS; i < SEMANTIC; i++) {
                String text = "please explain " + questions.get(Math.floorMod(i * 31, questions.size()));
                long start = System.nanoTime();
                Optional<?> same = path.find(HitPath.question(text));
                int near = path.near(encoder.first(encoder.tokens(path.canonical(text))));
                if (i >= 0 && (same.isPresent() || near > 0)) {
                    all.add(System.nanoTime() - start);
                }
            }
        }
        report.add("semantic_p50_ms", "ms", all.micros(0.5) / 1e3, null, 7.0);
        report.add("semantic_p99_ms", "ms", all.micros(0.99) / 1e3, null, 15.0);
    }
}
