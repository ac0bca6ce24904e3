package dev.sluice.gateway.journey;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.gateway.ingress.BodyReader;
import dev.sluice.gateway.ingress.BodyRoom;
import dev.sluice.gateway.peers.Introduction;
import dev.sluice.gateway.seeds.ChatConfig;
import dev.sluice.gateway.seeds.ChatMessage;
import dev.sluice.gateway.seeds.ChatResponse;
import dev.sluice.gateway.seeds.QuickVoice;
import dev.sluice.gateway.seeds.SpokenRoute;
import dev.sluice.gateway.seeds.SseVoice;
import dev.sluice.gateway.seeds.Voice;
import dev.sluice.gateway.socket.Sockets;
import dev.sluice.gateway.socket.WorkerTalk;
import dev.sluice.kit.config.PeersConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The plain chat: {@code POST /api/chat/stream} and {@code /api/chat/quick}, {@code /ws/chat}, each
 * message of which goes the way of every chat completion; and the sockets of the worker-service, {@code /ws/search} and
 * {@code /ws/tasks}.
 */
@Singleton
class SeedRoutes {

    private static final int ORDER = -1_000;
    private static final int CONNECTIONS = 1_024;

    private final KeyAuth auth;
    private final ChatJourney chat;
    private final ChatConfig config;
    private final Sockets sockets;
    private final PeersConfig peers;
    private final Introduction introduction;
    private final BodyRoom room;
    private final long largestBody;
    private final HttpClient http;

    SeedRoutes(
            KeyAuth auth,
            ChatJourney chat,
            ChatConfig config,
            Sockets sockets,
            PeersConfig peers,
            Introduction introduction,
            BodyRoom room,
            GatewayConfig gateway,
            Vertx vertx) {
        this.auth = auth;
        this.chat = chat;
        this.config = config;
        this.sockets = sockets;
        this.peers = peers;
        this.introduction = introduction;
        this.room = room;
        this.largestBody = gateway.limits().body().asLongValue();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    void register(@Observes Router router) {
        router.post("/api/chat/stream").order(ORDER).handler(route -> serve(route, new SseVoice(route), false));
        router.post("/api/chat/quick").order(ORDER).handler(route -> serve(route, new QuickVoice(route), true));
        router.get("/ws/chat")
                .order(ORDER)
                .handler(route -> sockets.open(route, new ChatTalk(route, auth, chat, config)));
        router.get("/ws/search").order(ORDER).handler(route -> sockets.open(route, WorkerTalk.search(way(route))));
        router.get("/ws/tasks").order(ORDER).handler(route -> sockets.open(route, WorkerTalk.tasks(way(route))));
    }

    private WorkerTalk.Way way(RoutingContext route) {
        return new WorkerTalk.Way(http, peers.worker(), introduction, shown -> caller(route, shown));
    }

    private Future<Caller> caller(RoutingContext route, String authorization) {
        return auth.prove(ChatTalk.spoken(route, authorization, Buffer.buffer("{}")))
                .map(Credential::caller);
    }

    private void serve(RoutingContext route, Voice voice, boolean onlyStored) {
        auth.prove(route)
                .compose(known -> BodyReader.read(route.request(), largestBody, BodyReader.Pace.USUAL, room))
                .compose(sent -> {
                    // From here on the journey holds it, as its own body.
                    room.give(sent.length);
                    answer(route, voice, onlyStored, ChatMessage.completion(Buffer.buffer(sent), config.model()));
                    return Future.succeededFuture();
                })
                .onFailure(failure -> refuse(route, failure));
    }

    private void answer(RoutingContext route, Voice voice, boolean onlyStored, Buffer body) {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().addAll(route.request().headers());
        headers.set("x-sluice-heartbeat", seconds(config.progress()));
        if (onlyStored) {
            headers.set("cache-control", "only-if-cached");
        }
        var spoken = new SpokenRoute(route, headers, body);
        var response = new ChatResponse(spoken, voice, onlyStored ? Duration.ofDays(1) : config.typingAfter());
        route.addEndHandler(end -> {
            if (end.failed()) {
                response.left();
            }
        });
        chat.serve(spoken.answeredBy(response));
    }

    private static void refuse(RoutingContext route, Throwable failure) {
        route.request().resume();
        Problems.send(route, Problems.of(OpenAiErrors.of(failure)));
    }

    static String seconds(Duration time) {
        return BigDecimal.valueOf(Math.clamp(time.toMillis(), 100, 300_000), 3).toPlainString();
    }
}
