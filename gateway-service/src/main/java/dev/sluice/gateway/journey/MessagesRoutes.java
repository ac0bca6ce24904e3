package dev.sluice.gateway.journey;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.Speech;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** The paths of Anthropic's dialect, at {@code /v1} and {@code /anthropic/v1}. */
@Singleton
class MessagesRoutes {

    /** Before {@link ModelRoutes}, which answers for the rest of {@code /v1}. */
    private static final int ORDER = -1_001;

    private static final List<String> PREFIXES = List.of("/v1", "/anthropic/v1");

    private final ChatJourney chat;
    private final CountTokens count;

    MessagesRoutes(ChatJourney chat, CountTokens count) {
        this.chat = chat;
        this.count = count;
    }

    void register(@Observes Router router) {
        for (String prefix : PREFIXES) {
            router.route(HttpMethod.POST, prefix + "/messages").order(ORDER).handler(chat::serve);
            router.route(HttpMethod.POST, prefix + "/messages/count_tokens")
                    .order(ORDER)
                    .handler(count::serve);
            router.route(prefix + "/messages").order(ORDER).handler(MessagesRoutes::wrongMethod);
            router.route(prefix + "/messages/*").order(ORDER).handler(MessagesRoutes::unknown);
        }
        router.route("/anthropic/*").order(ORDER + 1).handler(MessagesRoutes::unknown);
    }

    private static void wrongMethod(RoutingContext route) {
        route.request().resume();
        Speech.MESSAGES.send(
                route,
                ApiError.wrongMethod(
                        "POST",
                        "This path takes POST, not %s."
                                .formatted(route.request().method().name())));
    }

    private static void unknown(RoutingContext route) {
        route.request().resume();
        Speech.MESSAGES.send(
                route,
                ApiError.unknownPath(
                        "Nothing answers at this path. There are POST /v1/messages and /v1/messages/count_tokens."));
    }
}
