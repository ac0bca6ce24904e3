package dev.sluice.gateway.improve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.Turn;
import dev.sluice.gateway.peers.Helper;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.gateway.peers.Rehearsal;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.ids.Ids;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets the optimizer-service shorten a prompt. A helper: late, away or in doubt means unchanged. */
@Singleton
public class Improver {

    private static final String REHEARSAL =
            "{\"model\":\"rehearsal\",\"messages\":[{\"role\":\"user\",\"content\":\"Is anybody there?\"}]}";

    private final Vertx vertx;
    private final PeerHttp http;
    private final URI service;
    private final ObjectMapper json;
    private final GatewayConfig.Optimize config;
    private final Helper helper;

    /**
     * A request, maybe with a shorter prompt.
     *
     * @param request what to send
     * @param note what was done; absent if nothing
     * @param degraded whether the optimizer-service was late or away
     */
    public record Improved(ChatRequest request, Event.@Nullable OptimizeNote note, boolean degraded) {}

    Improver(Vertx vertx, GatewayConfig config, PeersConfig peers, PeerHttp http, ObjectMapper json) {
        this.vertx = vertx;
        this.config = config.optimize();
        this.helper = new Helper(vertx, this.config.deadline());
        this.service = peers.optimizer();
        this.http = http;
        this.json = json;
    }

    /**
     * What the caller wants: its header where the route allows it, else the route, else the configuration.
     *
     * @throws ApiError when the header makes no sense
     */
    public OptimizeLevel level(@Nullable String header, @Nullable Optimizing route) {
        OptimizeLevel otherwise = route == null ? config.level() : route.level();
        OptimizeLevel wanted = wanted(header, otherwise);
        return route != null && route.locked() && wanted != OptimizeLevel.OFF ? otherwise : wanted;
    }

    private static OptimizeLevel wanted(@Nullable String header, OptimizeLevel otherwise) {
        return switch (header == null ? "" : header.trim().toLowerCase(Locale.ROOT)) {
            case "" -> otherwise;
            case "off" -> OptimizeLevel.OFF;
            case "light" -> OptimizeLevel.LIGHT;
            case "medium" -> OptimizeLevel.MEDIUM;
            case "aggressive" -> OptimizeLevel.AGGRESSIVE;
            default ->
                throw ApiError.invalid(
                        null,
                        "invalid_header",
                        "The header x-sluice-optimize must be light, medium, aggressive or off.");
        };
    }

    /** Shortens the prompt of a request if the level says so and it is plain text. Never fails. */
    public Future<Improved> cheaper(ChatRequest request, OptimizeLevel level, Caller caller, String requestId) {
        if (level == OptimizeLevel.OFF || !isPlain(request)) {
            return Future.succeededFuture(new Improved(request, null, false));
        }
        return helper.ask(
                () -> ask(request, level, caller, requestId), () -> new Improved(request, null, true), late -> {});
    }

    private Future<Improved> ask(ChatRequest request, OptimizeLevel level, Caller caller, String requestId) {
        return http.call(
                        HttpMethod.POST,
                        service,
                        "/optimize/prompt",
                        bytes(request, level),
                        caller,
                        requestId,
                        Helper.AT_MOST)
                .map(reply -> understand(request, reply));
    }

    /** Sends a prompt of nobody's, so that the first real one finds all at hand. */
    void rehearse(@Observes StartupEvent start) {
        var prompt = ChatRequest.read(REHEARSAL.getBytes(StandardCharsets.UTF_8));
        Rehearsal.of(
                "optimizer-service",
                vertx,
                config.deadline(),
                () -> ask(prompt, OptimizeLevel.LIGHT, Rehearsal.NOBODY, Ids.next()));
    }

    private boolean isPlain(ChatRequest request) {
        return !request.options().tools()
                && request.bytes().length <= config.maxBody().asLongValue()
                && request.turns().stream().allMatch(turn -> turn.plain() && turn.kind() == Turn.Kind.TEXT);
    }

    private Buffer bytes(ChatRequest request, OptimizeLevel level) {
        List<ChatMessage> messages = request.turns().stream()
                .map(turn -> new ChatMessage(turn.role(), request.text(turn)))
                .toList();
        try {
            return Buffer.buffer(json.writeValueAsBytes(new OptimizeRequest(
                    null, messages, null, OptimizeRequest.Level.valueOf(level.name()), null, null, patience())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a conversation cannot be written as JSON", e);
        }
    }

    /** What the optimizer-service may take of the deadline, in milliseconds; the rest is for the way there and back. */
    private int patience() {
        return Math.clamp(config.deadline().toMillis() * 4 / 5, 1, Integer.MAX_VALUE);
    }

    private Improved understand(ChatRequest request, PeerHttp.Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("the optimizer-service answered " + reply.status());
        }
        OptimizeReply answer;
        try {
            answer = json.readValue(reply.body().getBytes(), OptimizeReply.class);
        } catch (IOException e) {
            throw new IllegalStateException("the optimizer-service answered something else", e);
        }
        List<ChatMessage> shorter = answer.messages();
        if (!answer.changed() || shorter == null || !fits(request, shorter)) {
            return new Improved(request, null, false);
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < shorter.size(); i++) {
            String text = shorter.get(i).content();
            texts.add(text.equals(request.text(request.turns().get(i))) ? null : text);
        }
        var note = new Event.OptimizeNote(
                answer.tokensBefore(),
                answer.tokensAfter(),
                answer.techniques().stream().map(OptimizeReply.Technique::name).toList());
        return new Improved(request.withTexts(texts), note, false);
    }

    /** Same turns in the same order, and none emptied. */
    private static boolean fits(ChatRequest request, List<ChatMessage> shorter) {
        if (shorter.size() != request.turns().size()) {
            return false;
        }
        for (int i = 0; i < shorter.size(); i++) {
            ChatMessage message = shorter.get(i);
            if (message.content() == null
                    || !message.role().equals(request.turns().get(i).role())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the optimizer-service is being spared since it failed. */
    public boolean isDegraded() {
        return helper.isSpared();
    }
}
