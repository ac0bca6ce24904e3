package dev.sluice.kit.egress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request and its answer, read up to a bound. Its callbacks run on an event loop. */
final class Exchange {

    private final EgressRequest request;
    private final CompletableFuture<EgressReply> reply = new CompletableFuture<>();
    private final Buffer body = Buffer.buffer();
    private volatile @Nullable HttpClientRequest sent;

    Exchange(EgressRequest request) {
        this.request = request;
    }

    CompletableFuture<EgressReply> reply() {
        return reply;
    }

    void send(HttpClientRequest call) {
        sent = call;
        if (reply.isDone()) {
            call.reset();
            return;
        }
        request.headers().forEach(call::putHeader);
        call.response().onSuccess(this::read).onFailure(this::failed);
        if (request.body().isEmpty()) {
            call.end();
        } else {
            call.end(Buffer.buffer(request.body()));
        }
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(this::failed);
        response.endHandler(end -> complete(response, true));
        response.handler(chunk -> {
            int room = request.largest() - body.length();
            body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
            if (chunk.length() > room) {
                complete(response, false);
                close();
            }
        });
    }

    private void complete(HttpClientResponse response, boolean whole) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        reply.complete(new EgressReply(response.statusCode(), headers, body.toString(StandardCharsets.UTF_8), whole));
    }

    void failed(Throwable why) {
        reply.completeExceptionally(why);
    }

    /** Ends the call if it still goes on. */
    void close() {
        boolean whole = reply.isDone()
                && !reply.isCompletedExceptionally()
                && reply.join().complete();
        reply.cancel(false);
        HttpClientRequest call = sent;
        if (call != null && !whole) {
            call.reset();
        }
    }
}
