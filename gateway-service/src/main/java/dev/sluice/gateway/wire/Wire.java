package dev.sluice.gateway.wire;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.answer.SseTap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
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
     * @return how it ended; a failure when it ended before the first byte
     */
    public Future<Delivery> events(
            Flight flight,
            HttpClientResponse from,
            HttpServerResponse client,
            Runnable begin,
            SseTap tap,
            UnaryOperator<byte[]> translate) {
        return new EventPipe(flight, from, client, begin, tap, translate).start();
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
    public Future<Arrived> whole(Flight flight, HttpClientResponse from, HttpServerResponse client, Runnable begin) {
        long bound = config.limits().wholeAnswer().asLongValue();
        return new WholeBody(bound, flight, from, client, begin).start();
    }
}
