package dev.sluice.cache.warm;

import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions to be asked ahead of time. Model, instructions and parameters must be those of the requests that shall find the
 * answers.
 *
 * @param model the model, as callers name it
 * @param system the instructions; absent for none
 * @param parameters further fields of the request, such as {@code {"temperature": 0}}
 * @param questions the questions, each the only user turn of a request
 * @param budget what may be spent; absent for as much as the key may
 */
@RegisterForReflection
record WarmOrder(
        @Nullable String model,
        @Nullable String system,
        @Nullable Map<String, Object> parameters,
        @Nullable List<String> questions,
        @Nullable Budget budget) {

    private static final int MOST_QUESTIONS = 1_000;
    private static final int LONGEST = 20_000;
    private static final Set<String> OWN =
            Set.of("model", "messages", "stream", "stream_options", "tools", "functions", "n");

    /**
     * What may be spent.
     *
     * @param usd US dollars, more than 0; what is under way when they are spent is finished
     * @param requests questions, at least 1; further ones are left out
     */
    @RegisterForReflection
    record Budget(@Nullable Double usd, @Nullable Integer requests) {}

    /** The requests that are to be made. A 400 {@link Refusal} says what is wrong with the order. */
    List<Map<String, Object>> requests() {
        if (model == null || model.isBlank() || model.length() > 512) {
            throw Refusal.badRequest(
                    "missing_model", "The field 'model' is missing, blank or longer than 512 characters.");
        }
        if (questions == null || questions.isEmpty() || questions.size() > MOST_QUESTIONS) {
            throw Refusal.badRequest(
                    "invalid_questions",
                    "Send 1 to %d questions: {\"model\": \"...\", \"questions\": [\"...\"]}. Send the rest in further orders."
                            .formatted(MOST_QUESTIONS));
        }
        if (system != null && system.length() > LONGEST) {
            throw Refusal.badRequest(
                    "system_too_long", "The field 'system' has more than %d characters.".formatted(LONGEST));
        }
        if (parameters != null) {
            for (String name : parameters.keySet()) {
                if (OWN.contains(name)) {
                    throw Refusal.badRequest(
                            "invalid_parameter",
                            "The field 'parameters' may not hold '%s': it is set by the order, or makes answers that are not kept."
                                    .formatted(name));
                }
            }
        }
        checkBudget();
        Set<String> different = new LinkedHashSet<>();
        for (int i = 0; i < questions.size(); i++) {
            different.add(checked(i, questions.get(i)));
        }
        return different.stream().limit(most()).map(this::request).toList();
    }

    private void checkBudget() {
        if (budget == null) {
            return;
        }
        if (budget.usd() != null && !(budget.usd() > 0 && budget.usd() <= 1e6)) {
            throw Refusal.badRequest("invalid_budget", "budget.usd must be more than 0 and at most 1,000,000.");
        }
        if (budget.requests() != null && budget.requests() < 1) {
            throw Refusal.badRequest("invalid_budget", "budget.requests must be at least 1.");
        }
    }

    private static String checked(int place, @Nullable String question) {
        if (question == null || question.isBlank() || question.length() > LONGEST) {
            throw Refusal.badRequest(
                    "invalid_question",
                    "Question %d is blank or longer than %d characters. Nothing was asked."
                            .formatted(place + 1, LONGEST));
        }
        return question;
    }

    private long most() {
        return budget == null || budget.requests() == null ? MOST_QUESTIONS : budget.requests();
    }

    private Map<String, Object> request(String question) {
        List<Map<String, Object>> messages = new ArrayList<>();
        if (system != null && !system.isEmpty()) {
            messages.add(Map.of("role", "system", "content", system));
        }
        messages.add(Map.of("role", "user", "content", question));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("model", model == null ? "" : model);
        request.put("messages", messages);
        if (parameters != null) {
            request.putAll(parameters);
        }
        return request;
    }

    /** What may be spent, in nano-USD. */
    long mostNano() {
        return budget == null || budget.usd() == null ? Long.MAX_VALUE : Math.round(budget.usd() * 1e9);
    }
}
