package dev.sluice.gateway.wire;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The one way out of the building: hands an upstream's answer to a client, as it comes or when it is whole. */
@Singleton
public class Wire {

    private final Vertx vertx;
    private final GatewayConfig config;

    Wire(Vertx vertx, GatewayConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** A flight with the configured time for the whole call. */
    public Flight flight() {
        return new Flight(vertx, config.timeouts().total(), config.timeouts().stall());
    }

    /**
     * Hands a stream of events over as it comes. The client's response is left open at the end, for the last words.
     *
     * @param begin sets status and headers; called before the first byte
     * @param tap reads along
     * @param translate what makes our dialect of each chunk; the identity when it is ours already
     * @param lastWords the event that tells the client why a stream that has begun cannot go on
     * @return how it ended; a failure when it ended before the first byte
     */
    public Future<Delivery> events(
            Attempt attempt,
            HttpClientResponse from,
            HttpServerResponse client,
            Runnable begin,
            SseTap tap,
            UnaryOperator<byte[]> translate,
            Function<ApiError, byte[]> lastWords) {
        return new EventPipe(attempt, from, client, begin, tap, translate, lastWords).start();
    }

    /** How the body of an answer that is no stream arrived. */
    public sealed interface Arrived {}

    /** It is whole and has not been sent. */
    public record Whole(Buffer body) implements Arrived {}

    /** It was too large to hold and has been sent; the client's response is left open. */
    public record Passed(Delivery how) implements Arrived {}

    /**
     * Collects an answer until it is whole; one beyond the bound goes to the client as it comes.
     *
     * @param begin sets status and headers; called only for the latter
     */
    public Future<Arrived> whole(Attempt attempt, HttpClientResponse from, HttpServerResponse client, Runnable begin) {
        long bound = config.limits().wholeAnswer().asLongValue();
        return new WholeBody(bound, attempt, from, client, begin).start();
    }

    /** Hands an answer that nobody here needs to understand, such as sound, to the client as it comes. */
    public Future<Arrived> passing(
            Attempt attempt, HttpClientResponse from, HttpServerResponse client, Runnable begin) {
        return new WholeBody(0, attempt, from, client, begin).start();
    }
}
