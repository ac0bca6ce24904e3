package dev.sluice.gateway.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteQuestion;
import dev.sluice.gateway.peers.Helper;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.gateway.routing.AutoConfig.AutoChoice;
import dev.sluice.gateway.routing.Routed.Served;
import dev.sluice.gateway.routing.Routed.Undecided;
import dev.sluice.kit.config.PeersConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** Asks the optimizer-service which of two models is good enough. A helper: late, away or in doubt means the default. */
@Singleton
public class Advisor {

    /** The beginning of a question tells what it is about. */
    private static final int LONGEST = 8 * 1024;

    private final PeerHttp http;
    private final URI service;
    private final ObjectMapper json;
    private final Helper helper;

    /**
     * What was chosen.
     *
     * @param degraded whether the optimizer-service was late or away
     */
    public record Advice(Served served, boolean degraded) {}

    Advisor(Vertx vertx, PeerHttp http, PeersConfig peers, AutoConfig config, ObjectMapper json) {
        this.http = http;
        this.service = peers.optimizer();
        this.json = json;
        this.helper = new Helper(vertx, config.deadline());
    }

    /** Chooses. Never fails; a question without words gets the default at once. */
    public Future<Advice> choose(Undecided between, String text, long tokens, Caller caller, String requestId) {
        Advice otherwise = new Advice(
                between.chosen(between.strongByDefault() ? AutoChoice.STRONG : AutoChoice.CHEAP, "default"), true);
        if (text.isBlank()) {
            return Future.succeededFuture(new Advice(otherwise.served(), false));
        }
        var question = new RouteQuestion(
                text.substring(0, Math.min(text.length(), LONGEST)),
                tokens,
                between.cheap().first().qualified(),
                between.strong().first().qualified());
        return helper.ask(
                between.deadline(),
                () -> http.call(
                                HttpMethod.POST,
                                service,
                                "/optimize/route",
                                bytes(question),
                                caller,
                                requestId,
                                Helper.AT_MOST)
                        .map(reply -> understand(between, reply)),
                () -> otherwise,
                late -> {});
    }

    /** Whether the optimizer-service is being spared since it failed. */
    public boolean isDegraded() {
        return helper.isSpared();
    }

    private Advice understand(Undecided between, PeerHttp.Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("the optimizer-service answered " + reply.status());
        }
        try {
            RouteAdvice.Choice said =
                    json.readValue(reply.body().getBytes(), RouteAdvice.class).choice();
            if (said == null) {
                throw new IllegalStateException("the optimizer-service chose nothing");
            }
            AutoChoice choice = said == RouteAdvice.Choice.CHEAP ? AutoChoice.CHEAP : AutoChoice.STRONG;
            return new Advice(between.chosen(choice, choice.name().toLowerCase(Locale.ROOT)), false);
        } catch (IOException e) {
            throw new IllegalStateException("the optimizer-service answered something else", e);
        }
    }

    private Buffer bytes(RouteQuestion question) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(question));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a question cannot be written as JSON", e);
        }
    }
}
