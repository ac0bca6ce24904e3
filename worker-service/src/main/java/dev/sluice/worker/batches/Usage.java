package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * Tokens, as answers tell them.
 *
 * @param input tokens read
 * @param cached those of them that the provider had in its cache
 * @param output tokens written
 * @param reasoning those of them that are not shown
 */
@RegisterForReflection
record Usage(long input, long cached, long output, long reasoning) {

    static final Usage NONE = new Usage(0, 0, 0, 0);

    /** What the body of an answer says, whichever of the endpoints it is of. */
    static Usage of(JsonNode body) {
        JsonNode usage = body.path("usage");
        JsonNode input = usage.path("input_tokens_details");
        JsonNode output = usage.path("output_tokens_details");
        return new Usage(
                usage.path("prompt_tokens").asLong(usage.path("input_tokens").asLong()),
                (input.isMissingNode() ? usage.path("prompt_tokens_details") : input)
                        .path("cached_tokens")
                        .asLong(),
                usage.path("completion_tokens")
                        .asLong(usage.path("output_tokens").asLong()),
                (output.isMissingNode() ? usage.path("completion_tokens_details") : output)
                        .path("reasoning_tokens")
                        .asLong());
    }

    Usage plus(Usage more) {
        return new Usage(input + more.input, cached + more.cached, output + more.output, reasoning + more.reasoning);
    }

    /** As a batch shows it. */
    Map<String, Object> view() {
        return Map.of(
                "input_tokens",
                input,
                "input_tokens_details",
                Map.of("cached_tokens", cached),
                "output_tokens",
                output,
                "output_tokens_details",
                Map.of("reasoning_tokens", reasoning),
                "total_tokens",
                input + output);
    }

    /** For a record's header. */
    String header() {
        return input + "," + cached + "," + output + "," + reasoning;
    }

    /** What {@link #header()} made. */
    static Usage ofHeader(String header) {
        String[] parts = header.split(",", -1);
        return new Usage(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
