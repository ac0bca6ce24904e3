package dev.sluice.worker.facts;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.facts.Checked.Citation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model said of a claim, once its quote has been found in the passage.
 *
 * @param verdict the model's; {@code not_enough} when its quote stands nowhere
 * @param citation the passage with the quote
 */
record Ruling(Verdict verdict, @Nullable Citation citation) {

    private static final Pattern LINE = Pattern.compile(
            "^\\W*(supported|refuted|not[_ ]enough)\\W*(?:\\|\\s*\\[?(\\d{1,3})]?\\s*\\|\\s*(.+))?$",
            Pattern.CASE_INSENSITIVE);

    /** Reads an answer; empty when it has no line of the form that was asked for. */
    static Optional<Ruling> of(String answer, List<Passage> passages) {
        for (String line : answer.lines().toList()) {
            Matcher said = LINE.matcher(line.strip());
            if (said.matches()) {
                boolean undecided = said.group(1).toLowerCase(Locale.ROOT).startsWith("not");
                Citation citation = undecided ? null : found(said.group(2), said.group(3), passages);
                return Optional.of(
                        citation == null
                                ? new Ruling(Verdict.NOT_ENOUGH, null)
                                : new Ruling(Verdict.valueOf(said.group(1).toUpperCase(Locale.ROOT)), citation));
            }
        }
        return Optional.empty();
    }

    /** The quote as it stands in the passage, whatever marks the model put around it and however it broke lines. */
    private static @Nullable Citation found(@Nullable String number, @Nullable String quote, List<Passage> passages) {
        if (number == null || quote == null) {
            return null;
        }
        String bare = quote.strip().replaceAll("^[\"'“”„«»]+|[\"'“”„«»]+$", "").strip();
        if (bare.isEmpty()) {
            return null;
        }
        Pattern wanted = Pattern.compile(String.join(
                "\\s+", List.of(bare.split("\\s+")).stream().map(Pattern::quote).toList()));
        for (Passage passage : passages) {
            if (passage.n() == Integer.parseInt(number)) {
                Matcher there = wanted.matcher(passage.text());
                return there.find() ? FactCheck.cited(passage, there.group()) : null;
            }
        }
        return null;
    }

    /** The claim's verdict; the confidence says whether the weighing of words agrees. */
    Checked with(String claim, Checked weighed, String madeBy) {
        if (citation == null) {
            return new Checked(
                    claim,
                    Verdict.NOT_ENOUGH,
                    weighed.verdict() == Verdict.NOT_ENOUGH ? 0.8 : 0.5,
                    "The model found nothing in the passages that decides it, or quoted what is not there.",
                    List.of(),
                    madeBy);
        }
        double confidence = weighed.verdict() == verdict ? 0.95 : weighed.verdict() == Verdict.NOT_ENOUGH ? 0.8 : 0.5;
        String reason = verdict == Verdict.SUPPORTED ? "A passage says so." : "A passage says otherwise.";
        return new Checked(claim, verdict, confidence, reason, List.of(citation), madeBy);
    }
}
