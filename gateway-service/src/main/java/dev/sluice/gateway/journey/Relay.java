package dev.sluice.gateway.journey;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Dialects;
import dev.sluice.gateway.provider.Reply;
import dev.sluice.gateway.resilience.Dispatch;
import dev.sluice.gateway.resilience.Sound;
import dev.sluice.gateway.wire.Delivery;
import dev.sluice.gateway.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends a call to its provider and hands the answer on, in the client's dialect. */
@Singleton
class Relay {

    /** A larger document is read off the event loop. */
    private static final int QUICK = 256 * 1024;

    private static final int LARGEST_EVENT = 1024 * 1024;

    private final Dispatch dispatch;
    private final Wire wire;
    private final int maxWords;

    Relay(Dispatch dispatch, Wire wire, GatewayConfig config) {
        this.dispatch = dispatch;
        this.wire = wire;
        this.maxWords = Math.toIntExact(config.cache().maxAnswer().asLongValue());
    }

    /** Streams leave while they come; a document is whole in the outcome and still to be sent. */
    Future<Outcome> ask(Exchange x, Ask ask) {
        return dispatch.send(x.flight, ask, reply -> deliver(x, reply));
    }

    /** One answer on its way to the client; it fails if it ends before the client got anything of it. */
    private Future<Outcome> deliver(Exchange x, Reply reply) {
        x.answering(reply.call().deployment());
        x.tally.upstream(x.flight.attempts(), x.flight.waitedNanos());
        if (isUnreadable(reply.response())) {
            return unreadable(reply);
        }
        boolean good = reply.response().statusCode() < 300;
        String type = reply.response().getHeader("content-type");
        return good && type != null && type.startsWith("text/event-stream")
                ? stream(x, reply)
                : document(x, reply, good);
    }

    private static boolean isText(HttpClientResponse response) {
        String type = response.getHeader("content-type");
        return type == null || type.contains("json") || type.startsWith("text/");
    }

    private static Future<Outcome> unreadable(Reply reply) {
        ApiError why = ApiError.upstreamFailed(
                "upstream_encoding", "The upstream compressed its answer in a way we did not ask for and cannot read.");
        reply.attempt().yields(why);
        reply.attempt().drain(reply.response());
        return Future.failedFuture(why);
    }

    /** What can be unpacked has been, and then the header is gone. */
    private static boolean isUnreadable(HttpClientResponse response) {
        String coding = response.getHeader("content-encoding");
        return coding != null && !coding.isBlank() && !"identity".equalsIgnoreCase(coding.trim());
    }

    private Future<Outcome> stream(Exchange x, Reply reply) {
        Call call = reply.call();
        HttpClientResponse response = reply.response();
        Interpreter interpreter = Interpreter.of(x, call);
        SseTap reader = new SseTap(maxWords, LARGEST_EVENT, interpreter.reading());
        x.tally.reached(reader.answer());
        Runnable begin = () -> {
            x.answering(call.deployment());
            x.tally.reached(reader.answer());
            x.client().setChunked(true);
            interpreter.describe();
            x.begin(response.statusCode(), response.headers());
        };
        UnaryOperator<byte[]> translate = interpreter.stream(Dialects.stream(call, reader.answer()), reader);
        SseTap tap = interpreter.readsAlong() ? reader : SseTap.beside(reader.answer(), LARGEST_EVENT);
        UnaryOperator<byte[]> metered = bytes -> {
            x.progress(reader.answer());
            return translate.apply(bytes);
        };
        return wire.events(reply.attempt(), response, x.client(), begin, tap, metered, x::lastWords)
                .map(how -> new Outcome(response.statusCode(), how, null, reader.answer()));
    }

    private Future<Outcome> document(Exchange x, Reply reply, boolean good) {
        HttpClientResponse response = reply.response();
        var answer = new Answer(maxWords);
        if (good) {
            x.tally.reached(answer);
        }
        Runnable begin = () -> {
            x.client().setChunked(true);
            x.begin(response.statusCode(), response.headers());
        };
        boolean passes = good && reply.call().endpoint().isMedia() && !isText(response);
        return (passes
                        ? wire.passing(reply.attempt(), response, x.client(), begin)
                        : wire.whole(reply.attempt(), response, x.client(), begin))
                .compose(arrived -> switch (arrived) {
                    case Wire.Passed part ->
                        Future.succeededFuture(new Outcome(response.statusCode(), part.how(), null, answer));
                    case Wire.Whole all -> whole(x, reply, good ? answer : null, all.body());
                });
    }

    private Future<Outcome> whole(Exchange x, Reply reply, @Nullable Answer answer, Buffer body) {
        Call call = reply.call();
        HttpClientResponse response = reply.response();
        String type = response.getHeader("content-type");
        if (answer != null) {
            Optional<ApiError> nonsense = Sound.fault(type, body);
            if (nonsense.isPresent() && reply.attempt().yields(nonsense.get())) {
                return Future.failedFuture(nonsense.get());
            }
        }
        reply.attempt().won();
        x.answering(call.deployment());
        if (answer != null) {
            x.tally.reached(answer);
        }
        Optional<Buffer> chat = Dialects.document(call, response.statusCode(), type == null ? "" : type, body);
        Buffer said = chat.orElse(body);
        Interpreter interpreter = Interpreter.of(x, call);
        Buffer ours = interpreter.document(said, answer != null, response.statusCode());
        Outcome outcome = new Outcome(response.statusCode(), Delivery.COMPLETE, ours, answer);
        interpreter.describe();
        x.begin(response.statusCode(), response.headers());
        if (chat.isPresent() || !interpreter.isExact() || type == null) {
            x.client().putHeader("content-type", "application/json");
        }
        if (answer == null) {
            return Future.succeededFuture(outcome);
        }
        SseTap.Reading reading = interpreter.reading();
        if (said.length() <= QUICK) {
            reading.read(said.getBytes(), said.length(), answer);
            return Future.succeededFuture(outcome);
        }
        return OffLoop.call(() -> reading.read(said.getBytes(), said.length(), answer))
                .map(read -> outcome);
    }
}
