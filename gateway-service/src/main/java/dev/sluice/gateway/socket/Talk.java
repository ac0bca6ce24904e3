package dev.sluice.gateway.socket;

import dev.sluice.gateway.seeds.Voice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What a socket is for. */
public interface Talk {

    /** The type of the messages that ask for an answer. */
    String word();

    /**
     * Whether a credential is good for this.
     *
     * @param authorization as in the header of this name
     * @return fails with an {@link dev.sluice.gateway.errors.ApiError} if not
     */
    Future<?> prove(String authorization);

    /**
     * Begins to answer a message. The voice ends when all is said.
     *
     * @return what ends it early; harmless at any time
     * @throws dev.sluice.gateway.errors.ApiError when the message cannot be understood
     */
    Runnable answer(JsonObject message, String authorization, Voice voice);

    /** Whether an answer may be broken off at any time because it can be asked for again where it was. */
    default boolean isResumable() {
        return false;
    }
}
