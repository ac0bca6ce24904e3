package dev.sluice.gateway.idempotency;

import dev.sluice.gateway.wire.Interposed;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Keeps a copy of what a journey writes: without comments of heartbeats and names of events, which are each listener's own. */
public final class Recording extends Interposed {

    private final HttpServerResponse client;
    private final int bound;
    private @Nullable Buffer copy = Buffer.buffer(0);

    /**
     * Stands before the client.
     *
     * @param bound bytes; of more nothing is kept
     */
    public Recording(HttpServerResponse client, int bound) {
        super(client);
        this.client = client;
        this.bound = bound;
    }

    /** All that was written; null if it was too much, or if not all of it can have been. */
    public @Nullable Buffer whole() {
        return copy;
    }

    private void keep(Buffer data) {
        if (copy != null) {
            copy = copy.length() + data.length() > bound ? null : copy.appendBuffer(data);
        }
    }

    @Override
    public Future<Void> write(Buffer data) {
        keep(data);
        return client.write(data);
    }

    @Override
    public Future<Void> end(Buffer data) {
        keep(data);
        return client.end(data);
    }

    @Override
    public MultiMap headers() {
        return client.headers();
    }

    /** Who hears that nobody listens need not write, and then the copy is not whole. */
    @Override
    public boolean closed() {
        boolean closed = client.closed();
        if (closed) {
            copy = null;
        }
        return closed;
    }

    @Override
    public boolean reset() {
        return reset(0);
    }

    @Override
    public boolean reset(long code) {
        copy = null;
        return client.reset(code);
    }
}
