package dev.sluice.gateway.journey;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.provider.ProviderModels;
import dev.sluice.gateway.routing.Router;
import dev.sluice.gateway.routing.Router.Served;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** {@code GET /v1/models}: aliases, configured names, and what the providers say they have. */
@Singleton
class ModelList {

    private final KeyAuth auth;
    private final Plans plans;
    private final ProviderModels providers;

    ModelList(KeyAuth auth, Plans plans, ProviderModels providers) {
        this.auth = auth;
        this.plans = plans;
        this.providers = providers;
    }

    void list(RoutingContext route) {
        answer(route, (x, models) -> {
            var data = new JsonArray();
            models.forEach((id, owner) -> data.add(model(id, owner)));
            send(route, new JsonObject().put("object", "list").put("data", data));
        });
    }

    void one(RoutingContext route, String prefix) {
        String id = URLDecoder.decode(
                route.normalizedPath().substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        answer(route, (x, models) -> {
            switch (plans.router().resolve(id)) {
                case Served served -> {
                    String owner = models.get(id);
                    send(
                            route,
                            model(
                                    id,
                                    owner == null
                                            ? served.deployment().provider().name()
                                            : owner));
                }
                case Router.Unknown unknown -> OpenAiErrors.send(route, ApiError.unknownModel(unknown.message()));
            }
        });
    }

    private void answer(RoutingContext route, BiConsumer<Caller, Map<String, String>> then) {
        route.request().resume();
        Caller caller;
        try {
            caller = auth.caller(route.request());
        } catch (ApiError stranger) {
            OpenAiErrors.send(route, stranger);
            return;
        }
        RequestLog.note(route, "tenant", caller.tenant());
        all().onSuccess(models -> then.accept(caller, models))
                .onFailure(failure -> OpenAiErrors.send(route, OpenAiErrors.of(failure)));
    }

    /** Names that can be asked, with their owners. */
    private Future<Map<String, String>> all() {
        return providers.all().map(told -> {
            Map<String, String> models = new TreeMap<>();
            Router router = plans.router();
            for (String name : router.names()) {
                if (router.resolve(name) instanceof Served served) {
                    models.put(name, served.deployment().provider().name());
                }
            }
            told.forEach((provider, names) -> names.forEach(name -> {
                boolean bare = router.resolve(name) instanceof Served served
                        && served.deployment().provider().name().equals(provider);
                models.putIfAbsent(bare ? name : provider + "/" + name, provider);
            }));
            return models;
        });
    }

    private static JsonObject model(String id, String owner) {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", owner);
    }

    private static void send(RoutingContext route, JsonObject body) {
        route.response().putHeader("content-type", "application/json").end(body.toBuffer());
    }
}
