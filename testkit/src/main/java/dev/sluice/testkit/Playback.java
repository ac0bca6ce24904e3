package dev.sluice.testkit;

import dev.sluice.testkit.Script.Ending.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends one answer the way its script says. Lives on the event loop of its connection. */
final class Playback {

    /** A held stream goes so far. */
    private static final int HELD_AFTER = 5;

    private static final Duration HELD_LOOK = Duration.ofMillis(10);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Received received;
    private final Script script;
    private final Answer answer;
    private final Journal journal;
    private final @Nullable Gzip gzip;
    private int chunks;
    private long bytes;
    private final BooleanSupplier held;
    private boolean over;

    Playback(
            Vertx vertx,
            HttpServerRequest request,
            Received received,
            Script script,
            Answer answer,
            Journal journal,
            BooleanSupplier held) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.received = received;
        this.script = script;
        this.answer = answer;
        this.journal = journal;
        this.held = held;
        this.gzip = script.gzip() ? new Gzip() : null;
    }

    void play() {
        response.closeHandler(gone -> clientLeft());
        response.exceptionHandler(broken -> clientLeft());
        switch (script.ending().kind()) {
            case NEVER_ANSWER -> {
                // The close handler waits with us.
            }
            case HANG_UP -> after(script.pace().headersAfter(), this::hangUp);
            default -> after(script.pace().headersAfter(), this::sendHeaders);
        }
    }

    private void sendHeaders() {
        if (!answer.streamed() && held.getAsBoolean()) {
            after(HELD_LOOK, this::sendHeaders);
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader("content-type", answer.contentType());
        response.putHeader("x-request-id", "req_%08d".formatted(received.number()));
        if (gzip != null) {
            response.putHeader("content-encoding", "gzip");
        }
        script.headers().forEach(response::putHeader);
        if (answer.streamed() || gzip != null || script.ending().kind() == Kind.END_EARLY) {
            response.setChunked(true);
        } else {
            response.putHeader("content-length", Long.toString(size(answer.chunks())));
        }
        Duration wait = script.pace().firstTokenAfter();
        if (wait.isZero()) {
            sendChunks();
        } else {
            // An empty write sends the headers on their way.
            response.write(Buffer.buffer());
            after(wait, this::sendChunks);
        }
    }

    private void sendChunks() {
        while (!over) {
            if (chunks >= HELD_AFTER && answer.streamed() && held.getAsBoolean()) {
                after(HELD_LOOK, this::sendChunks);
                return;
            }
            if (atLimit()) {
                endAsScripted();
                return;
            }
            if (chunks == answer.chunks().size()) {
                finish();
                return;
            }
            write(answer.chunks().get(chunks));
            if (over || (chunks == answer.chunks().size() && !atLimit())) {
                continue;
            }
            Duration wait = script.pace().tokenEvery();
            if (!wait.isZero()) {
                after(wait, this::sendChunks);
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> sendChunks());
                return;
            }
        }
    }

    private boolean atLimit() {
        int most = script.ending().chunks();
        long mostBytes = script.ending().bytes();
        return script.ending().kind() != Kind.COMPLETE
                && ((most >= 0 && chunks >= most) || (mostBytes >= 0 && bytes >= mostBytes));
    }

    private void write(Buffer chunk) {
        long most = script.ending().bytes();
        boolean partly = most >= 0 && bytes + chunk.length() > most;
        Buffer part = partly ? chunk.getBuffer(0, (int) (most - bytes)) : chunk;
        bytes += part.length();
        chunks += partly ? 0 : 1;
        response.write(gzip == null ? part : gzip.flush(part));
    }

    private void endAsScripted() {
        switch (script.ending().kind()) {
            case CUT -> {
                // Headers and bytes before the cut must reach the wire first.
                response.write(Buffer.buffer()).onComplete(written -> hangUp());
            }
            case END_EARLY -> finish();
            default -> {
                // A stall: the close handler waits with us. Headers must be out, though.
                response.write(Buffer.buffer());
            }
        }
    }

    private void finish() {
        over = true;
        journal.completed();
        if (gzip != null) {
            response.end(gzip.end());
        } else {
            response.end();
        }
    }

    private void hangUp() {
        if (!over) {
            over = true;
            journal.completed();
            request.connection().close();
        }
    }

    private void clientLeft() {
        if (!over) {
            over = true;
            journal.left(new Cancelled(received, chunks, bytes));
        }
    }

    private void after(Duration wait, Runnable then) {
        if (wait.isZero()) {
            then.run();
        } else {
            vertx.setTimer(Math.max(1, wait.toMillis()), timer -> {
                if (!over) {
                    then.run();
                }
            });
        }
    }

    private static long size(List<Buffer> chunks) {
        return chunks.stream().mapToLong(Buffer::length).sum();
    }
}
