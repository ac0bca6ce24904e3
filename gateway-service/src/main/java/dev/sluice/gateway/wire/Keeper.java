package dev.sluice.gateway.wire;

import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.resume.Streams;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Keeps what is sent of one answer, if its client wants to be able to come back. Lives on one event loop. */
final class Keeper {

    private static final String STREAM = "x-sluice-stream";

    private final Streams streams;
    private final String tenant;
    private @Nullable StreamLog log;

    Keeper(Streams streams, String tenant) {
        this.streams = streams;
        this.tenant = tenant;
    }

    /** The client wants to be able to come back. Without room for one more stream it cannot, and gets no name for it. */
    void begin(MultiMap headers) {
        log = streams.open(tenant);
        if (log != null) {
            headers.set(STREAM, log.id());
        }
    }

    /** What to send. */
    Buffer events(Buffer data) {
        return log == null ? data : log.append(data);
    }

    /** What to send as the end. */
    Buffer last(Buffer data) {
        if (log == null) {
            return data;
        }
        Buffer out = log.end(data);
        streams.ended(log);
        log = null;
        return out;
    }

    /** It became no stream. */
    void discard(MultiMap headers) {
        if (log != null) {
            headers.remove(STREAM);
            streams.discard(log);
            log = null;
        }
    }

    boolean isFollowed() {
        return log != null && log.isFollowed();
    }
}
