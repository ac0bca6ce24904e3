package dev.sluice.gateway.journey;

import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.seeds.ChatConfig;
import dev.sluice.gateway.seeds.ChatMessage;
import dev.sluice.gateway.seeds.ChatResponse;
import dev.sluice.gateway.seeds.SpokenRoute;
import dev.sluice.gateway.seeds.Voice;
import dev.sluice.gateway.socket.Talk;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Chat over a socket: each message is a request of its own to the journey, with the socket's credential. */
final class ChatTalk implements Talk {

    private final RoutingContext upgrade;
    private final KeyAuth auth;
    private final ChatJourney chat;
    private final ChatConfig config;

    ChatTalk(RoutingContext upgrade, KeyAuth auth, ChatJourney chat, ChatConfig config) {
        this.upgrade = upgrade;
        this.auth = auth;
        this.chat = chat;
        this.config = config;
    }

    @Override
    public String word() {
        return "chat";
    }

    @Override
    public Future<?> prove(String authorization) {
        return auth.prove(spoken(upgrade, authorization, Buffer.buffer("{}")));
    }

    @Override
    public Runnable answer(JsonObject message, String authorization, Voice voice) {
        Buffer body = ChatMessage.completion(message, config.model());
        SpokenRoute route = spoken(upgrade, authorization, body);
        route.request().headers().set("x-sluice-heartbeat", SeedRoutes.seconds(config.progress()));
        var response = new ChatResponse(route, voice, config.typingAfter());
        chat.serve(route.answeredBy(response).begin());
        return response::left;
    }

    /** The headers of the upgrade that mean something for a question, and the credential. */
    static SpokenRoute spoken(RoutingContext upgrade, String authorization, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        upgrade.request().headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-sluice-") || name.startsWith("x-forwarded-") || name.equals("forwarded")) {
                headers.add(name, header.getValue());
            }
        });
        return new SpokenRoute(upgrade, headers.set("authorization", authorization), body);
    }
}
