package dev.sluice.gateway.joining;

import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.answer.UsageFilter;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.resume.StreamLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client that gets the answer of an equal call: events as they come, from the first, or the whole once it is there. Lives
 * on one event loop; a slow client delays nobody.
 */
public final class Following {

    private static final int PAGE = 64 * 1024;
    private static final int LARGEST_EVENT = 64 * 1024;
    private static final String DONE = "data: [DONE]";

    private final Joint joint;
    private final Wish wish;
    private final HttpServerResponse client;
    private final Runnable begin;
    private final Function<ApiError, byte[]> lastWords;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    private final Runnable more = this::wake;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Promise<End> done = Promise.promise();
    private final SseTap tap = new SseTap(0, LARGEST_EVENT);
    private final UsageFilter filter = new UsageFilter(tap.answer());
    private @Nullable Buffer document;
    private @Nullable Buffer held;
    private boolean theirUsage;
    private boolean begun;
    private boolean waitsForClient;
    private long seen;

    /**
     * What the client wants.
     *
     * @param stream events, or else a document
     * @param usage whether events end with a chunk of usage
     * @param usageOf makes that chunk from the document, where the other call's stream has none
     */
    public record Wish(boolean stream, boolean usage, Function<Buffer, byte[]> usageOf) {}

    /** How it ended. */
    public sealed interface End {

        /** The answer is there, and nothing has been sent of it. */
        record Whole(Buffer chat) implements End {}

        /**
         * All has been sent as it came.
         *
         * @param chat the same as a document; absent where it cannot be said as one
         */
        record Sent(@Nullable Buffer chat) implements End {}

        /** The other call broke off when part of it had been sent; the client has been told. */
        record Broken() implements End {}

        /** The other call brought nothing, and nothing has been sent: ask again. */
        record Again() implements End {}

        /** There is an answer, but none that can be given in the form that is wanted: ask alone. */
        record Unfit() implements End {}

        /** The client left, or will not wait any longer. */
        record Stopped() implements End {}
    }

    /**
     * Has sent nothing yet.
     *
     * @param begin sets status and headers; called before the first byte
     * @param lastWords how an error is said as an event
     */
    public Following(
            Joint joint, Wish wish, HttpServerResponse client, Runnable begin, Function<ApiError, byte[]> lastWords) {
        this.joint = joint;
        this.wish = wish;
        this.client = client;
        this.begin = begin;
        this.lastWords = lastWords;
    }

    /** Follows; never fails. */
    public Future<End> start() {
        joint.join(more);
        send();
        return done.future();
    }

    /** It is followed no more. */
    public void stop() {
        finish(new End.Stopped());
    }

    /** Whether the client has been sent something. */
    public boolean hasBegun() {
        return begun;
    }

    /** From any thread; many pieces may be one wake-up. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(go -> send());
        }
    }

    private void send() {
        woken.set(false);
        while (!done.future().isComplete() && !waitsForClient) {
            switch (joint.after(seen, PAGE)) {
                case null -> {
                    return;
                }
                case StreamLog.Page.Events page -> {
                    seen = page.last();
                    page.parts().forEach(this::take);
                    if (page.ended()) {
                        whole();
                    } else if (page.parts().isEmpty()) {
                        return;
                    } else {
                        mind();
                    }
                }
                case StreamLog.Page.Lost lost -> broken(lost.why());
                case StreamLog.Page.TooLate late ->
                    broken(ApiError.gone(
                            "stream_too_old",
                            "This client reads slower than the stream is kept; what follows is lost. Ask again."));
            }
        }
    }

    private void take(Buffer bytes) {
        switch (Joint.Piece.of(bytes)) {
            case Joint.Piece.Opening opening -> theirUsage = opening.usage();
            case Joint.Piece.Document whole -> document = whole.chat();
            case Joint.Piece.Events events -> {
                if (wish.stream()) {
                    pass(events.bytes());
                }
            }
        }
    }

    private void pass(Buffer events) {
        if (wish.usage() == theirUsage) {
            write(events);
        } else if (theirUsage) {
            byte[] bytes = events.getBytes();
            tap.accept(bytes);
            write(Buffer.buffer(filter.apply(bytes)));
        } else if (held != null || events.toString().contains(DONE)) {
            // The chunk of usage goes before the last event.
            held = held == null ? events.copy() : held.appendBuffer(events);
        } else {
            write(events);
        }
    }

    private void write(Buffer events) {
        if (events.length() == 0) {
            return;
        }
        if (!begun) {
            begun = true;
            begin.run();
        }
        client.write(events);
    }

    private void mind() {
        if (begun && client.writeQueueFull()) {
            waitsForClient = true;
            client.drainHandler(drained -> {
                waitsForClient = false;
                send();
            });
        }
    }

    private void whole() {
        Buffer chat = document;
        Buffer last = held;
        if (last != null) {
            if (chat != null) {
                String words = last.toString();
                int end = words.indexOf(DONE);
                write(Buffer.buffer(words.substring(0, end))
                        .appendBytes(wish.usageOf().apply(chat))
                        .appendString(words.substring(end)));
            } else {
                write(last);
            }
        }
        finish(begun ? new End.Sent(chat) : chat != null ? new End.Whole(chat) : new End.Unfit());
    }

    private void broken(ApiError why) {
        if (begun) {
            client.write(Buffer.buffer(lastWords.apply(why)));
            finish(new End.Broken());
        } else {
            finish(new End.Again());
        }
    }

    private void finish(End how) {
        joint.leave(more);
        done.tryComplete(how);
    }
}
