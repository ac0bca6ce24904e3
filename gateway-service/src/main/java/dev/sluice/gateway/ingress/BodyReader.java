package dev.sluice.gateway.ingress;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Collects a request's body up to a limit. */
public final class BodyReader {

    /** What is read and thrown away after the limit, so that the client gets to read its 413. */
    private static final long PATIENCE = 4;

    private static final long MEBI = 1024 * 1024;

    private final HttpServerRequest request;
    private final long limit;
    private final Promise<byte[]> whole = Promise.promise();
    private Buffer collected = Buffer.buffer();
    private long size;

    private BodyReader(HttpServerRequest request, long limit) {
        this.request = request;
        this.limit = limit;
    }

    /**
     * The body of a request that Quarkus handed over paused; fails with a 413 {@link ApiError} beyond the limit.
     *
     * @param limit bytes that are still accepted
     */
    public static Future<byte[]> read(HttpServerRequest request, long limit) {
        return new BodyReader(request, limit).start();
    }

    private Future<byte[]> start() {
        long announced = announced();
        boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("expect"));
        if (announced > limit && (waits || announced > limit * PATIENCE)) {
            request.response().putHeader("connection", "close");
            return Future.failedFuture(tooLarge());
        }
        if (waits) {
            request.response().writeContinue();
        }
        if (announced > 0 && announced <= limit) {
            collected = Buffer.buffer((int) announced);
        }
        request.handler(this::take);
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> finish());
        request.resume();
        return whole.future();
    }

    private void take(Buffer chunk) {
        size += chunk.length();
        if (size <= limit) {
            collected.appendBuffer(chunk);
        } else {
            collected = Buffer.buffer();
            if (size > limit * PATIENCE) {
                request.response().putHeader("connection", "close");
                whole.tryFail(tooLarge());
            }
        }
    }

    private void finish() {
        if (size > limit) {
            whole.tryFail(tooLarge());
        } else {
            whole.tryComplete(collected.getBytes());
        }
    }

    private long announced() {
        String length = request.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private ApiError tooLarge() {
        String size = limit % MEBI == 0 ? limit / MEBI + " MiB" : limit + " bytes";
        return ApiError.tooLarge(
                "The body is larger than %s. Send less, or raise sluice.gateway.limits.body.".formatted(size));
    }
}
