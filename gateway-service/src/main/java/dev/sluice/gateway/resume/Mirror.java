package dev.sluice.gateway.resume;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that another replica serves into a log of its own, for one client. Lives on that client's event loop, as long
 * as the log has a reader.
 */
final class Mirror {

    private static final long SOON_MILLIS = 100;
    private static final long LATER_MILLIS = 250;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final SharedStreams shared;
    private final StreamLog log;
    private final Context context;
    private final Promise<StreamLog> opened = Promise.promise();
    private long seen;
    private long pause = SOON_MILLIS;
    private long heard = System.nanoTime();
    private long answered = System.nanoTime();
    private boolean lastLook;
    private boolean finished;

    Mirror(Vertx vertx, SharedStreams shared, StreamLog log, long seen) {
        this.vertx = vertx;
        this.shared = shared;
        this.log = log;
        this.seen = seen;
        this.context = vertx.getOrCreateContext();
    }

    /** The log, with its first events, on this event loop; 404 when there is no such stream, 503 when nobody can tell. */
    Future<StreamLog> open() {
        here(shared.ownerOf(log.tenant(), log.id()), found -> {
            if (found.failed()) {
                opened.fail(away());
            } else if (found.result() == null) {
                opened.fail(notFound());
            } else {
                check(found.result());
            }
        });
        return opened.future();
    }

    static ApiError notFound() {
        return ApiError.notFound(
                "stream_not_found",
                "There is no stream of this name, or it ended too long ago, or only another replica of the gateway has it. Ask again.");
    }

    private static ApiError away() {
        return ApiError.unavailable(
                "stream_unreachable",
                "This replica of the gateway does not serve the stream, and Redis, which would know it, does not answer. Come back later with the same Last-Event-ID.",
                1);
    }

    private <T extends @Nullable Object> void here(Future<T> future, Consumer<AsyncResult<T>> then) {
        future.onComplete(done -> context.runOnContext(go -> then.accept(done)));
    }

    private void later() {
        vertx.setTimer(pause, timer -> {
            if (!log.isRead()) {
                log.clear();
            } else if (finished) {
                later();
            } else if (System.nanoTime() - heard > QUIET_NANOS) {
                check();
            } else {
                read();
            }
        });
    }

    private void read() {
        here(shared.after(log.tenant(), log.id(), seen), batches -> {
            if (batches.failed()) {
                missed();
                return;
            }
            answered = System.nanoTime();
            long before = seen;
            if (batches.result() != null) {
                take(batches.result());
            }
            if (seen > before) {
                pause = SOON_MILLIS;
                heard = answered;
                lastLook = false;
            } else if (lastLook && !finished) {
                fail(ApiError.unavailable(
                        "stream_lost",
                        "The replica of the gateway that served this stream fell silent; the answer is not finished. Ask again.",
                        1));
            } else {
                pause = LATER_MILLIS;
            }
            opened.tryComplete(log);
            later();
        });
    }

    private void take(Response batches) {
        for (Response batch : batches) {
            Response fields = batch.get(1);
            for (int i = 0; i + 1 < fields.size() && !finished; i += 2) {
                String field = fields.get(i).toString();
                if (field.equals(SharedStreams.END)) {
                    if (number(batch) == seen + 1) {
                        finished = true;
                        log.finish();
                    } else {
                        fail(hole());
                    }
                } else if (Long.parseLong(field) > seen) {
                    take(Long.parseLong(field), fields.get(i + 1));
                }
            }
        }
    }

    private void take(long number, Response event) {
        if (number == seen + 1) {
            seen = number;
            log.restore(event.toBuffer());
        } else {
            fail(hole());
        }
    }

    private ApiError hole() {
        return ApiError.gone(
                "stream_too_old",
                "What follows event %d of this stream is not kept any more. Ask again.".formatted(seen));
    }

    /** Nothing new for a while: whether anything can still come. */
    private void check() {
        heard = System.nanoTime();
        here(shared.ownerOf(log.tenant(), log.id()), found -> {
            if (found.failed()) {
                missed();
            } else if (found.result() == null) {
                lastLook("");
            } else {
                check(found.result());
            }
        });
    }

    private void check(String owner) {
        here(shared.last(log.tenant(), log.id()), last -> {
            if (last.failed()) {
                missed();
            } else if (last.result() != null
                    && last.result().size() > 0
                    && endsBefore(last.result().get(0))) {
                fail(hole());
                opened.tryComplete(log);
                later();
            } else {
                lastLook(owner);
            }
        });
    }

    /** What it still said before it fell silent counts. */
    private void lastLook(String owner) {
        here(shared.lives(owner), lives -> {
            lastLook = lives.succeeded() && !lives.result();
            read();
        });
    }

    /** Whether the stream ended before the event that the client says it has seen. */
    private boolean endsBefore(Response batch) {
        Response fields = batch.get(1);
        return fields.size() > 1
                && fields.get(fields.size() - 2).toString().equals(SharedStreams.END)
                && number(batch) <= seen;
    }

    private static long number(Response batch) {
        String id = batch.get(0).toString();
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private void missed() {
        if (opened.tryFail(away())) {
            log.clear();
            return;
        }
        pause = LATER_MILLIS;
        if (System.nanoTime() - answered > AWAY_NANOS) {
            fail(away());
        }
        later();
    }

    private void fail(ApiError why) {
        finished = true;
        log.fail(why);
    }
}
