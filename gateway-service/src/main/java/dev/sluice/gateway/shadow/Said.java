package dev.sluice.gateway.shadow;

import dev.sluice.gateway.answer.Answer;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a call beside brought.
 *
 * @param status the upstream's
 * @param error the word for events why it is no whole answer; null if it is one
 * @param answer what was read of it
 * @param document the chat completion, byte for byte, where it came as a document
 */
public record Said(
        int status,
        @Nullable String error,
        Answer answer,
        @Nullable Buffer document) {}
