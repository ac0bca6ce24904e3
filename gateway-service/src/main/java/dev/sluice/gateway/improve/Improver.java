package dev.sluice.gateway.improve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
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
import java.util.UUID;
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
     * @param arm the side of the quality guard it is on; absent without a guard
     */
    public record Improved(
            ChatRequest request,
            Event.@Nullable OptimizeNote note,
            boolean degraded,
            @Nullable Arm arm) {

        static Improved unchanged(ChatRequest request, boolean degraded) {
            return new Improved(request, null, degraded, null);
        }
    }

    /**
     * What is wanted for a request.
     *
     * @param level how far to go
     * @param unit who is asking, always on the same side of the quality guard; absent means the conversation itself
     * @param model the model that will be asked, as {@code provider/model}
     */
    public record Wanted(OptimizeLevel level, @Nullable String unit, String model) {

        /** The same at a level. */
        public Wanted at(OptimizeLevel other) {
            return new Wanted(other, unit, model);
        }
    }

    Improver(Vertx vertx, GatewayConfig config, PeersConfig peers, PeerHttp http, ObjectMapper json) {
        this.vertx = vertx;
        this.config = config.optimize();
        this.helper = new Helper(vertx, this.config.deadline());
        this.service = peers.optimizer();
        this.http = http;
        this.json = json;
    }

    /**
     * What the caller wants: its header, else its key, where the route allows it; else the route, else the configuration.
     *
     * @throws ApiError when the header makes no sense
     */
    public OptimizeLevel level(@Nullable String header, @Nullable OptimizeLevel key, @Nullable Optimizing route) {
        OptimizeLevel otherwise = route == null ? config.level() : route.level();
        OptimizeLevel wanted = wanted(header, key == null ? otherwise : key);
        return route != null && route.locked() && wanted != OptimizeLevel.OFF ? otherwise : wanted;
    }

    private static OptimizeLevel wanted(@Nullable String header, OptimizeLevel otherwise) {
        return switch (header == null ? "" : header.trim().toLowerCase(Locale.ROOT)) {
            case "" -> otherwise;
            case "off" -> OptimizeLevel.OFF;
            case "light" -> OptimizeLevel.LIGHT;
            case "medium" -> OptimizeLevel.MEDIUM;
            case "aggressive" -> OptimizeLevel.AGGRESSIVE;
            case "auto" -> OptimizeLevel.AUTO;
            default ->
                throw ApiError.invalid(
                        null,
                        "invalid_header",
                        "The header x-sluice-optimize must be light, medium, aggressive, auto or off.");
        };
    }

    /**
     * Shortens the prompt of a request if the level says so and it is plain text. Where the answer shall have a given shape,
     * nothing is done that could lose anything. Never fails.
     */
    public Future<Improved> cheaper(ChatRequest request, Wanted wanted, Caller caller, String requestId) {
        if (wanted.level() == OptimizeLevel.OFF || !isPlain(request)) {
            return Future.succeededFuture(Improved.unchanged(request, false));
        }
        Wanted allowed = request.options().shaped() ? wanted.at(OptimizeLevel.LIGHT) : wanted;
        return helper.ask(
                () -> ask(request, allowed, caller, requestId), () -> Improved.unchanged(request, true), late -> {});
    }

    /** Tells how the answer to a prompt under the quality guard was. Nobody waits for it, and nothing follows if it is lost. */
    public void tell(Arm arm, boolean good, Caller caller, String requestId) {
        if (helper.isSpared()) {
            return;
        }
        var feedback = new OptimizeFeedback(arm, good, good ? "answer" : "error");
        http.call(HttpMethod.POST, service, "/optimize/feedback", written(feedback), caller, requestId, Helper.AT_MOST);
    }

    private Future<Improved> ask(ChatRequest request, Wanted wanted, Caller caller, String requestId) {
        return http.call(
                        HttpMethod.POST,
                        service,
                        "/optimize/prompt",
                        bytes(request, wanted),
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
                () -> ask(prompt, new Wanted(OptimizeLevel.LIGHT, null, "rehearsal"), Rehearsal.NOBODY, Ids.next()));
    }

    private boolean isPlain(ChatRequest request) {
        return !request.options().tools()
                && request.bytes().length <= config.maxBody().asLongValue()
                && request.turns().stream().allMatch(turn -> turn.plain() && turn.kind() == Turn.Kind.TEXT);
    }

    private Buffer bytes(ChatRequest request, Wanted wanted) {
        List<ChatMessage> messages = request.turns().stream()
                .map(turn -> new ChatMessage(turn.role(), request.text(turn)))
                .toList();
        return written(new OptimizeRequest(
                null,
                messages,
                null,
                OptimizeRequest.Level.valueOf(wanted.level().name()),
                null,
                null,
                patience(),
                false,
                config.promptCache() ? true : null,
                config.guard() ? unit(request, wanted) : null,
                wanted.model()));
    }

    /** A conversation is known by its first turns up to the user's: they stay while it goes on. */
    private static String unit(ChatRequest request, Wanted wanted) {
        if (wanted.unit() != null) {
            return wanted.unit();
        }
        var first = new StringBuilder();
        for (Turn turn : request.turns()) {
            first.append(turn.role()).append('\n').append(request.text(turn)).append('\n');
            if (turn.role().equals("user")) {
                break;
            }
        }
        return UUID.nameUUIDFromBytes(first.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private Buffer written(Object body) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request to the optimizer-service cannot be written as JSON", e);
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
            return new Improved(request, null, false, answer.arm());
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < shorter.size(); i++) {
            String text = shorter.get(i).content();
            texts.add(text.equals(request.text(request.turns().get(i))) ? null : text);
        }
        OptimizeReply.Counts counts = answer.counts();
        var note = new Event.OptimizeNote(
                counts == null ? answer.tokensBefore() : counts.before(),
                counts == null ? answer.tokensAfter() : counts.after(),
                answer.techniques().stream().map(OptimizeReply.Technique::name).toList());
        return new Improved(request.withTexts(texts), note, false, answer.arm());
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
