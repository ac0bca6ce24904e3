package dev.sluice.gateway.journey;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.provider.ProviderModels;
import dev.sluice.gateway.routing.RouteTable;
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
        answer(route, (credential, models) -> {
            var data = new JsonArray();
            models.forEach((id, owner) -> data.add(model(id, owner)));
            send(route, new JsonObject().put("object", "list").put("data", data));
        });
    }

    void one(RoutingContext route, String prefix) {
        String id = URLDecoder.decode(
                route.normalizedPath().substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        answer(route, (credential, models) -> {
            String owner = models.get(id);
            if (owner != null) {
                send(route, model(id, owner));
                return;
            }
            switch (plans.table().models().resolve(id)) {
                case Served served
                when credential.mayAsk(id) ->
                    send(route, model(id, served.plan().first().provider().name()));
                case Served served ->
                    OpenAiErrors.send(
                            route, ApiError.unknownModel("The model is not among those this credential may ask."));
                case Router.Unknown unknown -> OpenAiErrors.send(route, ApiError.unknownModel(unknown.message()));
            }
        });
    }

    private void answer(RoutingContext route, BiConsumer<Credential, Map<String, String>> then) {
        route.request().resume();
        auth.prove(route)
                .compose(credential -> {
                    RequestLog.note(route, "tenant", credential.caller().tenant());
                    return all(credential.caller()).onSuccess(models -> {
                        models.keySet().removeIf(model -> !credential.mayAsk(model));
                        then.accept(credential, models);
                    });
                })
                .onFailure(failure -> OpenAiErrors.send(route, OpenAiErrors.of(failure)));
    }

    /** Names that the tenant can ask for, with their owners. */
    private Future<Map<String, String>> all(Caller caller) {
        return providers.all().map(told -> {
            RouteTable table = plans.table();
            Map<String, String> models = new TreeMap<>(table.names(caller.tenant()));
            told.forEach((provider, names) -> names.forEach(name -> {
                boolean bare = table.models().resolve(name) instanceof Served served
                        && served.plan().first().provider().name().equals(provider);
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
        Tagged.send(route, body.toBuffer());
    }
}
