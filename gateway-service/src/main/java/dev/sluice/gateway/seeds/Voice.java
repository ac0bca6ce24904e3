package dev.sluice.gateway.seeds;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How the events of one answer reach who listens. */
public interface Voice {

    /**
     * Before the first event.
     *
     * @param headers what is known of the answer
     */
    void begin(MultiMap headers);

    /** One event. */
    void say(String event, JsonObject data);

    /**
     * Instead of all events: it is refused.
     *
     * @param status the HTTP status it has, or would have
     */
    void refuse(int status, String code, String message, MultiMap headers);

    /** Nothing follows. */
    void end();

    /** Whether who listens has more before it than it takes. */
    boolean isFull();

    /** Told once, when it takes more again. */
    void onDrain(@Nullable Handler<Void> handler);

    /** Whether nobody listens any more. */
    boolean isClosed();
}
