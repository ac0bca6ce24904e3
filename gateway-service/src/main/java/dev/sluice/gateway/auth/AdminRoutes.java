package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.BodyReader;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Problem;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The admin API of keys, on the management port alone. */
@Singleton
class AdminRoutes {

    private static final long LARGEST_BODY = 64 * 1024;
    private static final String ACTOR = "admin-key";

    private final KeyAdmin keys;
    private final ObjectMapper json;
    private final byte @Nullable [] adminKey;

    private record Answer(int status, @Nullable Object body) {}

    AdminRoutes(KeyAdmin keys, ObjectMapper json, GatewayConfig config) {
        this.keys = keys;
        this.json = json;
        this.adminKey = config.adminKey()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
    }

    void register(@Observes ManagementInterface management) {
        var router = management.router();
        router.route(HttpMethod.POST, "/admin/keys").handler(route -> guarded(route, this::create));
        router.route(HttpMethod.GET, "/admin/keys").handler(route -> guarded(route, body -> list()));
        router.route(HttpMethod.DELETE, "/admin/keys/:id")
                .handler(route -> guarded(route, body -> revoke(Objects.requireNonNull(route.pathParam("id")))));
        router.route("/admin/*")
                .handler(route -> send(
                        route,
                        new Refusal(
                                404,
                                "no_such_path",
                                "Not found",
                                "There are POST /admin/keys, GET /admin/keys and DELETE /admin/keys/{id}.")));
    }

    private void guarded(RoutingContext route, Function<byte[], Answer> work) {
        Refusal no = refusal(route.request().getHeader("authorization"));
        if (no != null) {
            send(route, no);
            return;
        }
        body(route)
                .compose(body -> OffLoop.call(() -> work.apply(body)))
                .onSuccess(answer -> send(route, answer.status(), "application/json", answer.body()))
                .onFailure(failure -> send(route, asRefusal(failure)));
    }

    /** The management router's body handler may have read the body already. */
    private static Future<byte[]> body(RoutingContext route) {
        Buffer read = route.body() == null ? null : route.body().buffer();
        if (read != null || route.request().isEnded()) {
            return Future.succeededFuture(read == null ? new byte[0] : read.getBytes());
        }
        return BodyReader.read(route.request(), LARGEST_BODY);
    }

    private @Nullable Refusal refusal(@Nullable String header) {
        if (adminKey == null) {
            return new Refusal(
                    403,
                    "admin_off",
                    "Forbidden",
                    "The admin API is off: no admin key is configured. Set SLUICE_GATEWAY_ADMIN_KEY and restart.");
        }
        byte[] wanted = ("Bearer " + new String(adminKey, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        if (header != null && MessageDigest.isEqual(wanted, header.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        return new Refusal(
                401, "wrong_admin_key", "Unauthorized", "Send Authorization: Bearer <the admin key of this gateway>.");
    }

    private Answer create(byte[] body) {
        KeyAdmin.Made made = keys.create(NewKey.read(json, body), ACTOR);
        return new Answer(201, view(made.record()).put("key", made.key().text()));
    }

    private Answer list() {
        var all = new JsonArray();
        keys.list().forEach(key -> all.add(view(key)));
        return new Answer(200, new JsonObject().put("keys", all));
    }

    private Answer revoke(String id) {
        keys.revoke(id, ACTOR);
        return new Answer(204, null);
    }

    /** A key without its hash. */
    private static JsonObject view(KeyRecord key) {
        var view = new JsonObject()
                .put("id", key.id())
                .put("tenant", key.tenant())
                .put("scopes", new JsonArray(key.scopes().stream().sorted().toList()))
                .put("createdAt", key.createdAt().toString());
        if (key.name() != null) {
            view.put("name", key.name());
        }
        if (key.project() != null) {
            view.put("project", key.project());
        }
        return view;
    }

    private static Refusal asRefusal(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case ApiError error -> new Refusal(error.status(), error.kind(), "Refused", error.message());
            default -> {
                Log.errorf(failure, "an admin call failed unexpectedly");
                yield new Refusal(500, "internal", "Internal error", "Something failed on our side; the log has it.");
            }
        };
    }

    private void send(RoutingContext route, Refusal refusal) {
        refusal.headers().forEach((name, value) -> route.response().putHeader(name, value));
        send(route, refusal.status(), Problem.MEDIA_TYPE, JsonObject.mapFrom(Problem.of(refusal, Ids.next())));
    }

    private static void send(RoutingContext route, int status, String type, @Nullable Object body) {
        var response = route.response().setStatusCode(status);
        if (body == null) {
            response.end();
        } else {
            response.putHeader("content-type", type).end(body.toString());
        }
    }
}
