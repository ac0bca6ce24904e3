package dev.sluice.gateway.shadow;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.AnswerReader;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Dialects;
import dev.sluice.gateway.provider.Reply;
import dev.sluice.gateway.wire.Attempt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An answer that no client gets: it is read to its end, for its usage and for whoever wants to know what it says. */
final class Unseen {

    /** Characters kept for counting, where the provider does not tell its usage. */
    private static final int WORDS = 64 * 1024;

    private static final int LARGEST_EVENT = 64 * 1024;
    private static final int LARGEST_DOCUMENT = 1024 * 1024;

    private final Attempt attempt;
    private final Reply reply;
    private final HttpClientResponse from;
    private final boolean events;
    private final SseTap tap = new SseTap(WORDS, LARGEST_EVENT);
    private final UnaryOperator<byte[]> translate;
    private final Promise<Unseen> done = Promise.promise();
    private final Buffer document = Buffer.buffer();
    private @Nullable Buffer chat;
    private boolean tooLarge;

    Unseen(Reply reply) {
        this.reply = reply;
        this.attempt = reply.attempt();
        this.from = reply.response();
        String type = from.getHeader("content-type");
        this.events = isGood() && type != null && type.startsWith("text/event-stream");
        this.translate = events ? Dialects.stream(reply.call(), tap.answer()) : UnaryOperator.identity();
    }

    /** Fails with an {@link ApiError} when it ends too early. */
    Future<Unseen> read() {
        from.handler(this::chunk);
        from.endHandler(end -> end());
        from.exceptionHandler(broken -> cut());
        attempt.onAbort(this::cut);
        if (!done.future().isComplete()) {
            from.resume();
        }
        return done.future();
    }

    boolean isGood() {
        return from.statusCode() < 300;
    }

    int status() {
        return from.statusCode();
    }

    /** What was read of it. */
    Answer answer() {
        return tap.answer();
    }

    /** The chat completion as a document; null where it came as a stream, or as an error, or is too large. */
    @Nullable
    Buffer document() {
        return chat;
    }

    /** Why it is not whole; null if it is. */
    @Nullable
    String error() {
        if (!isGood()) {
            return "upstream_" + status();
        }
        return events && !answer().isTerminal() ? "upstream_cut" : null;
    }

    private void chunk(Buffer bytes) {
        attempt.won();
        attempt.chunk();
        if (events) {
            tap.accept(translate.apply(bytes.getBytes()));
        } else if (document.length() + bytes.length() <= LARGEST_DOCUMENT) {
            document.appendBuffer(bytes);
        } else {
            tooLarge = true;
        }
    }

    private void end() {
        if (isGood() && !events) {
            String type = from.getHeader("content-type");
            Buffer chat = Dialects.document(reply.call(), status(), type == null ? "" : type, document)
                    .orElse(document);
            AnswerReader.read(chat.getBytes(), chat.length(), tap.answer());
            this.chat = tooLarge ? null : chat;
        }
        attempt.over();
        done.tryComplete(this);
    }

    private void cut() {
        ApiError why = attempt.reason();
        done.tryFail(
                why != null
                        ? why
                        : ApiError.upstreamFailed(
                                "upstream_cut", "The upstream broke off before its answer was complete."));
    }
}
