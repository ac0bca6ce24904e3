package dev.sluice.analytics.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.kit.problem.Refusal;
import org.jspecify.annotations.Nullable;

/** Reads why somebody changes an experiment: an empty body, or a JSON object with {@code because} and nothing else. */
final class Because {

    private static final int LONGEST = 500;

    private final ObjectReader json;

    Because(ObjectMapper json) {
        this.json = json.reader();
    }

    /** Why, as the body says; null where it says nothing; a 400 {@link Refusal} when it says something else. */
    @Nullable
    String read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            JsonNode said = json.readTree(body);
            JsonNode because = said.path("because");
            if (said.isObject() && said.size() == (because.isMissingNode() ? 0 : 1)) {
                if (because.isMissingNode() || because.isNull()) {
                    return null;
                }
                if (because.isTextual() && because.textValue().length() <= LONGEST) {
                    return because.textValue();
                }
            }
        } catch (JsonProcessingException e) {
            // Told below, together with what is too long.
        }
        throw Refusal.badRequest(
                "bad_because",
                "The body is empty, or a JSON object with the one field 'because', a text of %d characters at most."
                        .formatted(LONGEST));
    }
}
