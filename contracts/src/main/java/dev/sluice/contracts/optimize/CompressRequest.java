package dev.sluice.contracts.optimize;

import org.jspecify.annotations.Nullable;

/**
 * A response to compress, with {@code POST /optimize/compress}.
 *
 * @param text what a model answered
 * @param level how far to go; absent means light
 */
public record CompressRequest(String text, OptimizeRequest.@Nullable Level level) {}
