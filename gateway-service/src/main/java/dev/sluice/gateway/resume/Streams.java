package dev.sluice.gateway.resume;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.kit.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The streams of this replica that clients can come back for. */
@Singleton
public class Streams {

    /** Entries cost more than their bytes; this bounds the rest. */
    private static final int MOST = 10_000;

    private final Vertx vertx;
    private final ResumeConfig config;
    private final SharedStreams shared;
    private final Map<String, StreamLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    Streams(Vertx vertx, ResumeConfig config, SharedStreams shared, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.shared = shared;
        meters.gauge("sluice.gateway.streams.kept", logs, Map::size);
        meters.gauge("sluice.gateway.streams.kept.bytes", bytes);
    }

    /** A log for a new stream of the tenant; null when there is no room for one more. */
    public @Nullable StreamLog open(String tenant) {
        if (logs.size() >= MOST || bytes.get() >= config.all().asLongValue()) {
            return null;
        }
        String id = Ids.next();
        StreamLog log = log(tenant, id, shared.open(tenant, id), 1);
        logs.put(id, log);
        return log;
    }

    /**
     * A log for an answer that several clients get, each from its beginning.
     *
     * @param room what may be kept of it, and of all such answers
     */
    public StreamLog beginning(String tenant, Room room) {
        return new StreamLog(Ids.next(), tenant, room.each(), room.all(), room.used(), null, 1);
    }

    /** Lets other replicas read such a log; false when there is no Redis, or when its beginning is lost already. */
    public boolean share(StreamLog log) {
        Outlet outlet = shared.open(log.tenant(), log.id());
        return outlet != null && log.share(outlet);
    }

    /**
     * Such a log of another replica, from its beginning; on an event loop. It is read as long as it has a listener. Fails with
     * an {@link ApiError}: 404 when there is none, 503 when nobody can tell.
     */
    public Future<StreamLog> mirror(String tenant, String id, Room room) {
        var log = new StreamLog(id, tenant, room.each(), room.all(), room.used(), null, 1);
        return new Mirror(vertx, shared, log, 0).open();
    }

    /**
     * How much may be kept.
     *
     * @param each bytes of one answer
     * @param all bytes of all of them
     * @param used bytes they have now
     */
    public record Room(long each, long all, AtomicLong used) {}

    private StreamLog log(String tenant, String id, @Nullable Outlet outlet, long next) {
        return new StreamLog(
                id, tenant, config.stream().asLongValue(), config.all().asLongValue(), bytes, outlet, next);
    }

    /** The stream has ended and is kept for a while. */
    public void ended(StreamLog log) {
        vertx.setTimer(Math.max(1, config.retention().toMillis()), id -> forget(log));
    }

    private void forget(StreamLog log) {
        if (logs.remove(log.id(), log)) {
            log.clear();
        }
    }

    /** It became no stream. */
    public void discard(StreamLog log) {
        if (logs.remove(log.id(), log)) {
            log.discard();
        }
    }

    /** A stream of the tenant that this replica serves; null when there is none, or when it is another tenant's. */
    public @Nullable StreamLog find(String tenant, String id) {
        StreamLog log = logs.get(id);
        return log != null && log.tenant().equals(tenant) ? log : null;
    }

    /**
     * A stream of the tenant that another replica serves, from where the client has seen it; on an event loop. Fails with an
     * {@link ApiError}: 404 when there is none, 503 when nobody can tell.
     */
    public Future<StreamLog> seek(String tenant, Bookmark seen) {
        if (!shared.isConfigured()) {
            return Future.failedFuture(Mirror.notFound());
        }
        StreamLog log = log(tenant, seen.stream(), null, seen.number() + 1);
        return new Mirror(vertx, shared, log, seen.number()).open();
    }
}
