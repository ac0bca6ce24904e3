package dev.sluice.gateway.ingress;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Collects a request's body up to a limit, once, into the array it is read from. */
public final class BodyReader {

    /** What is read and thrown away after the limit, so that the client gets to read its 413. */
    private static final long PATIENCE = 4;

    private static final int FIRST_PIECE = 16 * 1024;
    private static final long MEBI = 1024 * 1024;
    private static final long LAST_WORDS_MILLIS = 500;

    /**
     * How slow a client may be.
     *
     * @param patience before the rate counts
     * @param bytesPerSecond what has to come on average then
     */
    public record Pace(Duration patience, long bytesPerSecond) {

        /** For bodies nobody configures a pace for. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(30), 16 * 1024);

        long millisFor(long bytes) {
            return patience.toMillis() + bytes * 1000 / Math.max(1, bytesPerSecond);
        }
    }

    private final HttpServerRequest request;
    private final long limit;
    private final Pace pace;
    private final @Nullable BodyRoom room;
    private final Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop")
            .owner();
    private final Promise<byte[]> whole = Promise.promise();
    private byte[] collected = new byte[0];
    private long size;
    private long taken;
    private long began;
    private long timer;

    private BodyReader(HttpServerRequest request, long limit, Pace pace, @Nullable BodyRoom room) {
        this.request = request;
        this.limit = limit;
        this.pace = pace;
        this.room = room;
    }

    /**
     * The body of a request that Quarkus handed over paused; fails with a 413 {@link ApiError} beyond the limit.
     *
     * @param limit bytes that are still accepted
     */
    public static Future<byte[]> read(HttpServerRequest request, long limit) {
        return new BodyReader(request, limit, Pace.USUAL, null).start();
    }

    /**
     * The same at a pace of one's own (a slower client fails with a 408 {@link ApiError}), and with room taken for it:
     * the array's length, to be given back when the request is over. A failed read has given it back.
     */
    public static Future<byte[]> read(HttpServerRequest request, long limit, Pace pace, BodyRoom room) {
        return new BodyReader(request, limit, pace, room).start();
    }

    private Future<byte[]> start() {
        long announced = announced();
        boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("expect"));
        if (announced > limit && (waits || announced > limit * PATIENCE)) {
            request.response().putHeader("connection", "close");
            return Future.failedFuture(tooLarge(limit));
        }
        int first = announced > limit ? 0 : (int) Math.max(announced, 0);
        if (room == null) {
            begin(first, waits);
            return whole.future();
        }
        return room.take(first)
                .onFailure(full -> request.response().putHeader("connection", "close"))
                .compose(let -> {
                    taken = first;
                    if (request.response().closed()) {
                        whole.tryFail(new HttpClosedException("the client left while it waited for room"));
                    } else {
                        begin(first, waits);
                    }
                    return whole.future().onFailure(failed -> room.give(taken));
                });
    }

    private void begin(int first, boolean waits) {
        collected = new byte[first];
        began = System.nanoTime();
        if (waits) {
            request.response().writeContinue();
        }
        request.handler(this::take);
        request.exceptionHandler(this::broken);
        request.endHandler(end -> finish());
        request.resume();
        if (!whole.future().isComplete()) {
            watch();
        }
    }

    private void watch() {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        long allowed = pace.millisFor(size);
        if (elapsed < allowed) {
            timer = vertx.setTimer(allowed - elapsed, id -> watch());
            return;
        }
        whole.tryFail(ApiError.tooSlow(
                "The body came too slowly: %d bytes within %d s. Send it faster, or raise sluice.gateway.edge.body-patience."
                        .formatted(size, TimeUnit.MILLISECONDS.toSeconds(elapsed))));
        // A connection whose request never ends would stay until it is idle for long.
        vertx.setTimer(LAST_WORDS_MILLIS, id -> request.connection().close());
    }

    private void broken(Throwable failure) {
        vertx.cancelTimer(timer);
        whole.tryFail(failure);
    }

    private void take(Buffer chunk) {
        int before = (int) Math.min(size, limit);
        size += chunk.length();
        if (size <= limit) {
            if (size > collected.length && !grow()) {
                return;
            }
            chunk.getBytes(collected, before);
            return;
        }
        collected = new byte[0];
        if (size > limit * PATIENCE) {
            request.response().putHeader("connection", "close");
            whole.tryFail(tooLarge(limit));
        }
    }

    /** Only a body that did not announce its length grows. */
    private boolean grow() {
        if (whole.future().isComplete()) {
            return false;
        }
        int length = (int) Math.min(limit, Math.max(FIRST_PIECE, size * 2));
        int more = length - collected.length;
        if (room != null && !room.tryTake(more)) {
            request.response().putHeader("connection", "close");
            whole.tryFail(BodyRoom.noRoom());
            return false;
        }
        taken += more;
        collected = Arrays.copyOf(collected, length);
        return true;
    }

    private void finish() {
        vertx.cancelTimer(timer);
        if (size > limit) {
            whole.tryFail(tooLarge(limit));
            return;
        }
        byte[] body = size == collected.length ? collected : Arrays.copyOf(collected, (int) size);
        collected = new byte[0];
        if (room != null && taken > size) {
            room.give(taken - size);
            taken = size;
        }
        whole.tryComplete(body);
    }

    private long announced() {
        String length = request.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Beyond the limit. */
    static ApiError tooLarge(long limit) {
        String size = limit % MEBI == 0 ? limit / MEBI + " MiB" : limit + " bytes";
        return ApiError.tooLarge(
                "The body is larger than %s. Send less, or raise sluice.gateway.limits.body.".formatted(size));
    }
}
