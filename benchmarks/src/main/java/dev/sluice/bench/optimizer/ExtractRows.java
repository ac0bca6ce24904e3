package dev.sluice.bench.optimizer;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.extract.Meaning;
import dev.sluice.optimizer.shorten.Originals;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.shorten.Wish;
import dev.sluice.optimizer.text.Tokens;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sentences by question relevance: the part of the questions whose answer is still there when 80, 70 or 50 % of the
 * tokens were to go, and how near to that the service came. Beside stands plain BM25 with the same budget.
 */
final class ExtractRows {

    private static final int[] REMOVED = {80, 70, 50};
    private static final int POINTS = 3;
    private static final int SHORTEST = 150;

    private final Tokens tokens = new Tokens();
    private final PlainBm25 plain = new PlainBm25(tokens);
    private final Shortening shortening = new Shortening(tokens, new Rates(0.6, 0.35, 150));
    private final Report report;
    private final Vectors vectors;
    private int prompts;
    private int near;

    private ExtractRows(Report report, Vectors vectors) {
        this.report = report;
        this.vectors = vectors;
    }

    static void add(Report report, Data data) throws Exception {
        var rows = new ExtractRows(report, Vectors.ofPlainTexts());
        List<Contexts.Case> squad = Contexts.squad(data);
        List<Contexts.Case> natural = Contexts.natural(data);
        rows.embed(squad);
        rows.embed(natural);
        rows.kept("squad", squad, new double[] {0.99, 0.997, 0.999});
        rows.kept("nq", natural, new double[] {0.97, 0.985, 0.992});
        report.add("rate_within_3_points_pct", "%", 100.0 * rows.near / rows.prompts, null, 95.0);
        rows.speed(squad);
    }

    /** What the service would ask the cache-service for, asked once for all. */
    private void embed(List<Contexts.Case> cases) throws Exception {
        Set<String> texts = new LinkedHashSet<>();
        for (Contexts.Case one : cases) {
            shorter(one, tokens.count(one.context()) / 2, asked -> {
                texts.addAll(asked);
                return null;
            });
        }
        vectors.need(texts);
    }

    private @Nullable List<float[]> vectors(List<String> texts) {
        return texts.stream().map(vectors::of).toList();
    }

    private void kept(String set, List<Contexts.Case> cases, double[] goals) {
        for (int i = 0; i < REMOVED.length; i++) {
            int ours = 0;
            int words = 0;
            int beside = 0;
            for (Contexts.Case one : cases) {
                int before = tokens.count(one.context());
                int budget = before * (100 - REMOVED[i]) / 100;
                String text = shorter(one, budget, this::vectors);
                ours += one.answeredBy(text) ? 1 : 0;
                words += one.answeredBy(shorter(one, budget, Meaning.NONE)) ? 1 : 0;
                beside += one.answeredBy(plain.shorten(one.question(), one.context(), budget)) ? 1 : 0;
                if (before > SHORTEST) {
                    prompts++;
                    near += Math.abs(tokens.count(text) - budget) * 100 <= POINTS * before ? 1 : 0;
                }
            }
            report.add(
                    set + "_answer_kept_at_" + REMOVED[i],
                    "part",
                    (double) ours / cases.size(),
                    (double) beside / cases.size(),
                    goals[i]);
            report.add(
                    set + "_answer_kept_lexical_at_" + REMOVED[i],
                    "part",
                    (double) words / cases.size(),
                    (double) beside / cases.size(),
                    null);
        }
    }

    /** By words alone, and with vectors that are known already: processor time of this thread for 1,000 tokens. */
    private void speed(List<Contexts.Case> cases) {
        report.add("lexical_ms_per_1k_tokens", "ms", millis(cases, Meaning.NONE), null, 2.0);
        report.add("hybrid_ms_per_1k_tokens", "ms", millis(cases, this::vectors), null, 5.0);
    }

    private double millis(List<Contexts.Case> cases, Meaning meaning) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long taken = 0;
        long read = 0;
        for (Contexts.Case one : cases) {
            int before = tokens.count(one.context());
            long start = threads.getCurrentThreadCpuTime();
            int length = shorter(one, before / 5, meaning).length();
            taken += length == 0 ? 0 : threads.getCurrentThreadCpuTime() - start;
            read += before;
        }
        return taken / 1e6 / (read / 1e3);
    }

    private String shorter(Contexts.Case one, int budget, Meaning meaning) {
        return shortening
                .shorten(
                        List.of(new ChatMessage("user", one.context())),
                        new Wish(Level.AGGRESSIVE, one.question(), budget),
                        () -> false,
                        meaning,
                        Originals.NONE)
                .messages()
                .getFirst()
                .content();
    }
}
