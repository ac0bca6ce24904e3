package dev.sluice.gateway.journey;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.AnswerReader;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.provider.Dialects;
import dev.sluice.gateway.provider.Upstream;
import dev.sluice.gateway.wire.Delivery;
import dev.sluice.gateway.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends a call to its provider and hands the answer on, in the client's dialect. */
@Singleton
class Relay {

    /** A larger document is read off the event loop. */
    private static final int QUICK = 256 * 1024;

    private static final int LARGEST_EVENT = 1024 * 1024;

    private final Upstream upstream;
    private final Wire wire;
    private final int maxWords;

    Relay(Upstream upstream, Wire wire, GatewayConfig config) {
        this.upstream = upstream;
        this.wire = wire;
        this.maxWords = Math.toIntExact(config.cache().maxAnswer().asLongValue());
    }

    /** Streams leave while they come; a document is whole in the outcome and still to be sent. */
    Future<Outcome> ask(Exchange x, Call call) {
        return upstream.send(x.flight, call).compose(response -> {
            x.tally.upstream(x.flight.attempts(), x.flight.waitedNanos());
            boolean good = response.statusCode() < 300;
            String type = response.getHeader("content-type");
            return good && type != null && type.startsWith("text/event-stream")
                    ? stream(x, call, response)
                    : document(x, call, response, good);
        });
    }

    private Future<Outcome> stream(Exchange x, Call call, HttpClientResponse response) {
        var tap = new SseTap(maxWords, LARGEST_EVENT);
        x.tally.reached(tap.answer());
        Runnable begin = () -> {
            x.client().setChunked(true);
            x.begin(response.statusCode(), response.headers());
        };
        return wire.events(x.flight, response, x.client(), begin, tap, Dialects.stream(call, tap.answer()))
                .map(how -> new Outcome(response.statusCode(), how, null, tap.answer()));
    }

    private Future<Outcome> document(Exchange x, Call call, HttpClientResponse response, boolean good) {
        var answer = new Answer(maxWords);
        if (good) {
            x.tally.reached(answer);
        }
        Runnable begin = () -> {
            x.client().setChunked(true);
            x.begin(response.statusCode(), response.headers());
        };
        return wire.whole(x.flight, response, x.client(), begin).compose(arrived -> switch (arrived) {
            case Wire.Passed part ->
                Future.succeededFuture(new Outcome(response.statusCode(), part.how(), null, answer));
            case Wire.Whole all -> whole(x, call, response, good ? answer : null, all.body());
        });
    }

    private Future<Outcome> whole(
            Exchange x, Call call, HttpClientResponse response, @Nullable Answer answer, Buffer body) {
        String type = response.getHeader("content-type");
        Optional<Buffer> translated = Dialects.document(call, response.statusCode(), type == null ? "" : type, body);
        Buffer ours = translated.orElse(body);
        Outcome outcome = new Outcome(response.statusCode(), Delivery.COMPLETE, ours, answer);
        x.begin(response.statusCode(), response.headers());
        if (translated.isPresent() || type == null) {
            x.client().putHeader("content-type", "application/json");
        }
        if (answer == null) {
            return Future.succeededFuture(outcome);
        }
        if (ours.length() <= QUICK) {
            AnswerReader.read(ours.getBytes(), ours.length(), answer);
            return Future.succeededFuture(outcome);
        }
        return OffLoop.call(() -> AnswerReader.read(ours.getBytes(), ours.length(), answer))
                .map(read -> outcome);
    }
}
