package dev.sluice.gateway.wire;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/** How long we wait for a client that takes nothing: over the bound, it is disconnected. */
final class Patience {

    private final Vertx vertx;
    private final HttpServerRequest client;
    private final long millis;
    private long timer = -1;

    Patience(Vertx vertx, HttpServerRequest client, Duration most) {
        this.vertx = vertx;
        this.client = client;
        this.millis = most.toMillis();
    }

    /** The client has more before it than it takes. */
    void begin() {
        end();
        if (millis > 0) {
            timer = vertx.setTimer(millis, id -> disconnect());
        }
    }

    /** It took something, or left, or all is said. */
    void end() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** An orderly close would wait until everything is written, which is what does not happen. */
    private void disconnect() {
        if (client.version() != HttpVersion.HTTP_2 && client.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        } else {
            client.response().reset();
        }
    }
}
