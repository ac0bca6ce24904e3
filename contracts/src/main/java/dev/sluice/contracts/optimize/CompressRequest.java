package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A response to compress, with {@code POST /optimize/compress}.
 *
 * @param text what a model answered
 * @param level how far to go; absent means light
 * @param model the model that will read it, whose tokens are told; absent means one of OpenAI's newer ones
 */
public record CompressRequest(
        String text,
        OptimizeRequest.@Nullable Level level,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String model) {}
