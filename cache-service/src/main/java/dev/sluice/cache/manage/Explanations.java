package dev.sluice.cache.manage;

import dev.sluice.cache.lookup.Explaining;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Explains look-ups to those who ask over HTTP. */
@ApplicationScoped
class Explanations {

    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_NAME = 512;

    private final Explaining explaining;

    Explanations(Explaining explaining) {
        this.explaining = explaining;
    }

    /**
     * A look-up to be explained.
     *
     * @param text the question
     * @param model only entries of this model; absent means any
     * @param entry only entries of the same model and scope as this one; absent means any scope
     * @param route the route whose error budget applies; absent means none
     * @param maxError the part of requests that may be answered wrongly, 0 to 1; absent means the configured one
     */
    @RegisterForReflection
    record LookUp(
            @Nullable String text,
            @Nullable String model,
            @Nullable String entry,
            @Nullable String route,
            @Nullable Double maxError) {}

    /**
     * What a look-up would come to, and why.
     *
     * @param outcome {@code exact}, {@code alias}, {@code semantic}, {@code shadow} or {@code miss}
     * @param entry the entry that would be served; absent on a miss
     * @param why one sentence
     * @param canonical the question's canonical form
     * @param mode what is done about questions in other words: {@code on}, {@code shadow} or {@code off}
     * @param maxError the part of requests that may be answered wrongly
     * @param calibrated the least probability that holds this on the calibration's questions; absent when none does
     * @param needed the least probability now, after what audits taught; absent when none is enough
     * @param candidates the nearest entries, most probable first
     */
    @RegisterForReflection
    record Explained(
            String outcome,
            @Nullable String entry,
            String why,
            String canonical,
            String mode,
            double maxError,
            @Nullable Double calibrated,
            @Nullable Double needed,
            List<Candidate> candidates) {

        Explained {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * An entry that was considered.
     *
     * @param entry its id
     * @param model its model
     * @param scope its scope, as a keyed hash
     * @param question its question
     * @param exact whether it has the same canonical form
     * @param alias whether the wording is proven to ask the same
     * @param similarity cosine of the two questions
     * @param probability that both share an answer, 0 to 1; absent where it was not worth asking
     * @param refused why it is not served to this wording whatever the probability; absent if it is
     * @param reasons what spoke for and against it, the strongest first
     */
    @RegisterForReflection
    record Candidate(
            String entry,
            String model,
            String scope,
            String question,
            boolean exact,
            boolean alias,
            double similarity,
            @Nullable Double probability,
            @Nullable String refused,
            List<Views.Reason> reasons) {

        Candidate {
            reasons = List.copyOf(reasons);
        }
    }

    Explained explain(String tenant, @Nullable LookUp lookUp) {
        String text = lookUp == null ? null : lookUp.text();
        if (lookUp == null || text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
            throw Refusal.badRequest(
                    "invalid_text",
                    "The field 'text' is missing, blank or longer than %d characters. Send the question."
                            .formatted(LONGEST_TEXT));
        }
        name("model", lookUp.model());
        name("entry", lookUp.entry());
        name("route", lookUp.route());
        Double maxError = lookUp.maxError();
        if (maxError != null && !(maxError >= 0 && maxError <= 1)) {
            throw Refusal.badRequest(
                    "invalid_max_error",
                    "maxError is %s; it is a part of requests, between 0 and 1.".formatted(maxError));
        }
        var explained = explaining.explain(
                tenant, new Explaining.Inquiry(text, lookUp.model(), lookUp.entry(), lookUp.route(), maxError));
        return new Explained(
                small(explained.outcome()),
                explained.entry(),
                explained.why(),
                explained.canonical(),
                small(explained.mode()),
                explained.maxError(),
                explained.calibrated() > 1 ? null : explained.calibrated(),
                explained.needed(),
                explained.candidates().stream().map(Explanations::candidate).toList());
    }

    private static Candidate candidate(Explaining.Considered one) {
        return new Candidate(
                one.entry(),
                one.model(),
                one.scope(),
                one.question(),
                one.exact(),
                one.alias(),
                one.similarity(),
                one.probability(),
                one.refused(),
                one.reasons().stream().map(Views.Reason::of).toList());
    }

    private static void name(String field, @Nullable String value) {
        if (value != null && (value.length() > LONGEST_NAME || (value.isBlank() && !field.equals("route")))) {
            throw Refusal.badRequest(
                    "invalid_" + field,
                    "The field '%s' is blank or longer than %d characters.".formatted(field, LONGEST_NAME));
        }
    }

    private static String small(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
