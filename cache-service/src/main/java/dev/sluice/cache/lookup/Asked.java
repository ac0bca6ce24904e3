package dev.sluice.cache.lookup;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.canonical.Canonical;
import dev.sluice.kit.problem.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A question that was checked, with its canonical form.
 *
 * @param question as it came
 * @param canonical its canonical form
 */
record Asked(CacheQuestion question, String canonical) {

    private static final int LONGEST_NAME = 512;

    /** A 400 {@link Refusal} when something is missing or out of range. */
    @SuppressWarnings("NullAway") // what came over the wire may lack anything
    static Asked of(@Nullable CacheQuestion question, Canonical canonical) {
        if (question == null) {
            throw Refusal.badRequest("missing_question", "There is no question. Send model, scope and text.");
        }
        name("model", question.model());
        name("scope", question.scope());
        if (question.text() == null || question.text().isBlank()) {
            throw Refusal.badRequest("missing_text", "The field 'text' is missing or blank. Send the last user turn.");
        }
        if (question.maxAgeSeconds() != null && question.maxAgeSeconds() < 0) {
            throw Refusal.badRequest(
                    "invalid_max_age",
                    "maxAgeSeconds is %d; an age cannot be negative. Leave it out to accept any age."
                            .formatted(question.maxAgeSeconds()));
        }
        Double maxError = question.maxError();
        if (maxError != null && !(maxError >= 0 && maxError <= 1)) {
            throw Refusal.badRequest(
                    "invalid_max_error",
                    "maxError is %s; it is a part of requests, between 0 and 1. Leave it out for the service's default."
                            .formatted(maxError));
        }
        if (question.route() != null && question.route().length() > LONGEST_NAME) {
            throw Refusal.badRequest(
                    "invalid_route", "The field 'route' is longer than %d characters.".formatted(LONGEST_NAME));
        }
        return new Asked(question, canonical.of(question.text()));
    }

    /** The route that was asked for; empty for none. */
    String route() {
        String route = question.route();
        return route == null ? "" : route;
    }

    private static void name(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_NAME) {
            throw Refusal.badRequest(
                    "invalid_" + field,
                    "The field '%s' is missing, blank or longer than %d characters.".formatted(field, LONGEST_NAME));
        }
    }
}
