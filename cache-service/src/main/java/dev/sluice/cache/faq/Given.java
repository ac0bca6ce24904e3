package dev.sluice.cache.faq;

import dev.sluice.kit.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it was sent, not checked yet.
 *
 * @param place where it stands, such as {@code line 3}
 */
record Given(
        String place,
        @Nullable String id,
        List<String> questions,
        @Nullable String answer,
        @Nullable String model,
        @Nullable String category,
        @Nullable Long ttlSeconds) {

    private static final int MOST_QUESTIONS = 100;
    private static final int LONGEST_NAME = 512;
    private static final long LONGEST_TTL = 10L * 365 * 24 * 3600;

    Given {
        questions = List.copyOf(questions);
    }

    /**
     * Checks what was sent and brings what belongs together into one answer: rows with the same id, or without ids with the
     * same answer and model.
     */
    static List<FaqAnswer> answers(List<Given> all, FaqConfig config, int longestQuestion, Instant now) {
        if (all.isEmpty()) {
            throw Refusal.badRequest(
                    "empty_faq",
                    "There is nothing to import. Send answers such as [{\"questions\": [\"...\"], \"answer\": \"...\"}].");
        }
        Map<String, FaqAnswer> byId = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        int phrasings = 0;
        for (Given given : all) {
            FaqAnswer one = given.checked(config, longestQuestion, now);
            FaqAnswer known = byId.get(one.id());
            if (known != null
                    && !(known.answer().equals(one.answer()) && java.util.Objects.equals(known.model(), one.model()))) {
                throw given.wrong(
                        "id_twice",
                        "has the id '%s' of %s, but another answer. Give each answer an id of its own."
                                .formatted(one.id(), places.get(one.id())));
            }
            FaqAnswer merged = known == null ? one : merged(known, one);
            if (merged.questions().size() > MOST_QUESTIONS) {
                throw given.wrong(
                        "too_many_phrasings",
                        "brings its answer to %d phrasings; at most %d are taken."
                                .formatted(merged.questions().size(), MOST_QUESTIONS));
            }
            phrasings += merged.questions().size()
                    - (known == null ? 0 : known.questions().size());
            byId.put(one.id(), merged);
            places.putIfAbsent(one.id(), given.place());
        }
        if (phrasings > config.perImport()) {
            throw new Refusal(
                    413,
                    "import_too_large",
                    "Import too large",
                    "These are %d phrasings; at most %d are taken at once (sluice.cache.faq.per-import). Send the rest in further imports."
                            .formatted(phrasings, config.perImport()));
        }
        return List.copyOf(byId.values());
    }

    private static FaqAnswer merged(FaqAnswer one, FaqAnswer more) {
        Set<String> questions = new LinkedHashSet<>(one.questions());
        questions.addAll(more.questions());
        return new FaqAnswer(
                one.id(),
                List.copyOf(questions),
                one.answer(),
                one.model(),
                one.category(),
                one.createdAt(),
                one.expiresAt());
    }

    private FaqAnswer checked(FaqConfig config, int longestQuestion, Instant now) {
        String said = answer == null ? "" : answer.strip();
        if (said.isEmpty()) {
            throw wrong("missing_answer", "has no 'answer'.");
        }
        if (said.length() > config.longestAnswer()) {
            throw wrong(
                    "answer_too_long",
                    "has an answer of %d characters; at most %d are taken (sluice.cache.faq.longest-answer)."
                            .formatted(said.length(), config.longestAnswer()));
        }
        List<String> asked = checkedQuestions(longestQuestion);
        if (id != null && !id.matches("[A-Za-z0-9._:-]{1,64}")) {
            throw wrong("invalid_id", "has an id that is not 1 to 64 letters, digits, '.', '_', ':' or '-'.");
        }
        name("model", model);
        name("category", category);
        if (ttlSeconds != null && (ttlSeconds < 1 || ttlSeconds > LONGEST_TTL)) {
            throw wrong(
                    "invalid_ttl",
                    "has the ttlSeconds %d; it must be between 1 and %d, or left out for an answer that stays."
                            .formatted(ttlSeconds, LONGEST_TTL));
        }
        return new FaqAnswer(
                id == null ? made(said) : id,
                asked,
                said,
                model,
                category,
                now,
                ttlSeconds == null ? null : now.plusSeconds(ttlSeconds));
    }

    private List<String> checkedQuestions(int longest) {
        List<String> asked = new ArrayList<>();
        for (String question : questions) {
            String one = question.strip();
            if (one.isEmpty()) {
                throw wrong("blank_question", "has a blank question. Leave it out or write it.");
            }
            if (one.length() > longest) {
                throw wrong(
                        "question_too_long",
                        "has a question of %d characters; at most %d are compared by meaning."
                                .formatted(one.length(), longest));
            }
            if (!asked.contains(one)) {
                asked.add(one);
            }
        }
        if (asked.isEmpty()) {
            throw wrong("missing_question", "has no 'question' and no 'questions'.");
        }
        if (asked.size() > MOST_QUESTIONS) {
            throw wrong(
                    "too_many_phrasings",
                    "has %d phrasings; at most %d are taken for one answer.".formatted(asked.size(), MOST_QUESTIONS));
        }
        return asked;
    }

    private void name(String field, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > LONGEST_NAME)) {
            throw wrong(
                    "invalid_" + field,
                    "has a '%s' that is blank or longer than %d characters.".formatted(field, LONGEST_NAME));
        }
    }

    /** The same answer sent again is the same entry. */
    private String made(String said) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(((model == null ? "" : model) + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest(said.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private Refusal wrong(String code, String why) {
        return Refusal.badRequest(code, "The FAQ's %s %s Nothing was imported.".formatted(place, why));
    }
}
