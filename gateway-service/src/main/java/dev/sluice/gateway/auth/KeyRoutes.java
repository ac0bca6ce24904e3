package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.control.AdminAnswer;
import dev.sluice.gateway.control.AdminDoor;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/** The admin API of keys, on the management port alone. */
@Singleton
class KeyRoutes {

    private final AdminDoor door;
    private final KeyAdmin keys;
    private final ObjectMapper json;

    KeyRoutes(AdminDoor door, KeyAdmin keys, ObjectMapper json) {
        this.door = door;
        this.keys = keys;
        this.json = json;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route(HttpMethod.POST, "/admin/keys").handler(route -> door.open(route, this::create));
        router.route(HttpMethod.GET, "/admin/keys").handler(route -> door.open(route, (actor, body) -> list()));
        router.route(HttpMethod.GET, "/admin/keys/:id")
                .handler(route -> door.open(route, (actor, body) -> shown(keys.get(id(route)))));
        router.route(HttpMethod.PATCH, "/admin/keys/:id")
                .handler(route -> door.open(route, (actor, body) -> shown(keys.patch(id(route), body, actor))));
        router.route(HttpMethod.DELETE, "/admin/keys/:id")
                .handler(route -> door.open(route, (actor, body) -> revoke(id(route), actor)));
        router.route(HttpMethod.POST, "/admin/keys/:id/rotate")
                .handler(route ->
                        door.open(route, (actor, body) -> withSecret(200, keys.rotate(id(route), body, actor))));
    }

    private static String id(RoutingContext route) {
        return Objects.requireNonNull(route.pathParam("id"));
    }

    private AdminAnswer create(String actor, byte[] body) {
        return withSecret(201, keys.create(body, actor));
    }

    private AdminAnswer shown(KeyRecord key) {
        return new AdminAnswer(200, keys.view(key).toString());
    }

    private AdminAnswer withSecret(int status, KeyAdmin.Made made) {
        return new AdminAnswer(
                status, keys.view(made.record()).put("key", made.key().text()).toString());
    }

    private AdminAnswer list() {
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray("keys");
        keys.list().forEach(key -> all.add(keys.view(key)));
        return new AdminAnswer(200, answer.toString());
    }

    private AdminAnswer revoke(String id, String actor) {
        keys.revoke(id, actor);
        return new AdminAnswer(204, null);
    }
}
