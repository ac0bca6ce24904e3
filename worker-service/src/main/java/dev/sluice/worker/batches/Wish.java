package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.kit.problem.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of {@code POST /v1/batches} asks for.
 *
 * @param endpoint the path that all requests go to
 * @param inputFile the id of the file with the requests
 * @param window as it was given
 * @param within the same as a duration
 * @param metadata up to 16 pairs; absent when none were given
 * @param outputSeconds how long the files it produces live; absent for the standard
 */
record Wish(
        String endpoint,
        String inputFile,
        String window,
        Duration within,
        @Nullable Map<String, String> metadata,
        @Nullable Long outputSeconds) {

    private static final Set<String> FIELDS =
            Set.of("input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");
    private static final Set<String> ENDPOINTS = new java.util.TreeSet<>(
            Set.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses"));
    private static final Pattern WINDOW = Pattern.compile("(\\d{1,5})([smh])");
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final long SHORTEST_LIFE = 3_600;
    private static final long LONGEST_LIFE = 2_592_000;

    /** Reads a body; a 400 {@link Refusal} says what is wrong with it. */
    static Wish of(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw Refusal.badRequest(
                    "invalid_json",
                    "The body is no JSON object. Send {\"input_file_id\": \"file-...\", \"endpoint\": \"/v1/chat/completions\", \"completion_window\": \"24h\"}.");
        }
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw Refusal.badRequest(
                        "unknown_parameter",
                        "Unknown parameter '%s'. Known: %s."
                                .formatted(
                                        field.length() > 60 ? field.substring(0, 60) + "…" : field,
                                        String.join(", ", new java.util.TreeSet<>(FIELDS))));
            }
        });
        String file = text(body, "input_file_id");
        String endpoint = text(body, "endpoint");
        if (!ENDPOINTS.contains(endpoint)) {
            throw Refusal.badRequest(
                    "unsupported_endpoint", "endpoint must be one of %s.".formatted(String.join(", ", ENDPOINTS)));
        }
        String window = text(body, "completion_window");
        return new Wish(endpoint, file, window, within(window), metadata(body.path("metadata")), life(body));
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw Refusal.badRequest("missing_parameter", "The parameter '%s' is missing.".formatted(field));
        }
        return value.asText();
    }

    private static Duration within(String window) {
        Matcher parts = WINDOW.matcher(window);
        if (parts.matches()) {
            long count = Long.parseLong(parts.group(1));
            Duration within = switch (parts.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
            if (within.isPositive() && within.compareTo(LONGEST) <= 0) {
                return within;
            }
        }
        throw Refusal.badRequest(
                "bad_completion_window",
                "completion_window must be \"24h\" or shorter, such as \"2h\", \"30m\" or \"90s\".");
    }

    private static @Nullable Map<String, String> metadata(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        if (given.isObject()) {
            given.fields().forEachRemaining(pair -> {
                if (pair.getValue().isTextual()) {
                    pairs.put(pair.getKey(), pair.getValue().asText());
                }
            });
        }
        boolean fits = given.isObject()
                && pairs.size() == given.size()
                && pairs.size() <= MOST_PAIRS
                && pairs.entrySet().stream()
                        .allMatch(pair -> pair.getKey().length() <= LONGEST_KEY
                                && pair.getValue().length() <= LONGEST_VALUE);
        if (!fits) {
            throw Refusal.badRequest(
                    "bad_metadata",
                    "metadata takes up to %d pairs of texts, keys up to %d characters, values up to %d."
                            .formatted(MOST_PAIRS, LONGEST_KEY, LONGEST_VALUE));
        }
        return pairs;
    }

    private static @Nullable Long life(JsonNode body) {
        JsonNode given = body.path("output_expires_after");
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        long seconds = given.path("seconds").asLong(0);
        if (!given.path("anchor").asText("").equals("created_at")
                || seconds < SHORTEST_LIFE
                || seconds > LONGEST_LIFE) {
            throw Refusal.badRequest(
                    "bad_output_expires_after",
                    "output_expires_after takes anchor 'created_at' and seconds from %d (an hour) to %d (30 days)."
                            .formatted(SHORTEST_LIFE, LONGEST_LIFE));
        }
        return seconds;
    }
}
