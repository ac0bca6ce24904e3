package dev.sluice.bench.optimizer;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortened;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.shorten.Wish;
import dev.sluice.optimizer.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What rules remove from real prompts without a question, and what they break. */
final class RuleRows {

    private final Tokens tokens = new Tokens();
    private final Shortening shortening = new Shortening(tokens, new Rates(0.6, 0.35, 150));

    static void add(Report report, Data data) {
        new RuleRows().rows(report, data);
    }

    private void rows(Report report, Data data) {
        List<String> prompts = Contexts.read(data, "prompts/awesome_prompts.jsonl.gz").stream()
                .map(row -> row.get("prompt").asText())
                .toList();
        List<String> questions = Contexts.read(data, "prompts/chat_questions.jsonl.gz").stream()
                .map(row -> row.get("turns").get(0).asText())
                .toList();
        double[] light = removed(prompts, Level.LIGHT);
        double[] medium = removed(prompts, Level.MEDIUM);
        report.add("prompt_tokens_removed_median_pct", "%", median(medium), 0.0, 12.0);
        report.add("prompt_tokens_removed_even_half_pct", "%", median(half(medium, 0)), 0.0, null);
        report.add("prompt_tokens_removed_odd_half_pct", "%", median(half(medium, 1)), 0.0, null);
        report.add("prompt_tokens_removed_light_pct", "%", median(light), 0.0, null);
        report.add(
                "prompt_tokens_removed_mean_pct",
                "%",
                Arrays.stream(medium).average().orElse(0),
                0.0,
                null);
        int broken = 0;
        int restless = 0;
        for (String prompt : Stream.concat(prompts.stream(), questions.stream()).toList()) {
            for (Level level : List.of(Level.LIGHT, Level.MEDIUM)) {
                String once = shorter(prompt, level);
                broken += Structure.isKept(prompt, once) ? 0 : 1;
                restless += shorter(once, level).equals(once) ? 0 : 1;
            }
        }
        report.add("structural_violations", "prompts", broken, 0.0, 0.0);
        report.add("changed_again_by_a_second_run", "prompts", restless, 0.0, 0.0);
    }

    private double[] removed(List<String> prompts, Level level) {
        return prompts.stream()
                .mapToDouble(prompt -> {
                    Shortened shortened = shorten(prompt, level);
                    return 100.0 * (shortened.tokensBefore() - shortened.tokensAfter()) / shortened.tokensBefore();
                })
                .toArray();
    }

    private String shorter(String prompt, Level level) {
        return shorten(prompt, level).messages().getFirst().content();
    }

    private Shortened shorten(String prompt, Level level) {
        return shortening.shorten(List.of(new ChatMessage("user", prompt)), new Wish(level, null, null), () -> false);
    }

    /** Those at even places, or at odd ones: rules are looked for in the even half only. */
    private static double[] half(double[] values, int first) {
        return IntStream.range(0, values.length)
                .filter(at -> at % 2 == first)
                .mapToDouble(at -> values[at])
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
