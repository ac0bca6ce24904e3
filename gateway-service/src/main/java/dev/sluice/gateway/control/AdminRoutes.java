package dev.sluice.gateway.control;

import dev.sluice.kit.problem.Refusal;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The admin API of the kinds that people edit, and of the audit trail; on the management port alone. */
@Singleton
class AdminRoutes {

    private static final int LAST = 10_000;
    private static final int MOST_ENTRIES = 1_000;

    private final AdminDoor door;
    private final ObjectAdmin objects;
    private final Audit audit;

    AdminRoutes(AdminDoor door, ObjectAdmin objects, Audit audit) {
        this.door = door;
        this.objects = objects;
        this.audit = audit;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        objects.parts().forEach(part -> register(router, part));
        router.route(HttpMethod.GET, "/admin/audit")
                .handler(route ->
                        door.open(route, (actor, body) -> audit(route.request().getParam("limit"))));
        router.route("/admin/*").order(LAST).handler(this::unknown);
    }

    private void register(Router router, EditablePart part) {
        String path = "/admin/" + part.path();
        router.route(HttpMethod.GET, path).handler(route -> door.open(route, (actor, body) -> objects.list(part)));
        router.route(HttpMethod.GET, path + "/*")
                .handler(route -> door.open(route, (actor, body) -> objects.get(part, id(route, path))));
        router.route(HttpMethod.PUT, path + "/*")
                .handler(route -> door.open(route, (actor, body) -> objects.put(part, id(route, path), actor, body)));
        router.route(HttpMethod.DELETE, path + "/*")
                .handler(route -> door.open(route, (actor, body) -> objects.delete(part, id(route, path), actor)));
    }

    /** Ids may hold slashes, such as {@code acme/site}. */
    private static String id(RoutingContext route, String path) {
        String rest = route.normalizedPath().substring(path.length() + 1).replace("+", "%2B");
        return URLDecoder.decode(rest, StandardCharsets.UTF_8);
    }

    private AdminAnswer audit(@Nullable String limit) {
        int count;
        try {
            count = limit == null ? 100 : Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            count = 0;
        }
        if (count < 1 || count > MOST_ENTRIES) {
            throw Refusal.badRequest("invalid_limit", "The parameter 'limit' is a number from 1 to 1000.");
        }
        String entries = audit.latest(count).stream()
                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "{\"audit\":[", "]}"));
        return new AdminAnswer(200, entries);
    }

    private void unknown(RoutingContext route) {
        String kinds = objects.parts().stream().map(EditablePart::path).sorted().collect(Collectors.joining(", "));
        AdminDoor.refuse(
                route,
                new Refusal(
                        404,
                        "no_such_path",
                        "Not found",
                        "There are POST and GET /admin/keys, PATCH and DELETE /admin/keys/{id}, POST /admin/keys/{id}/rotate,"
                                + " GET /admin/audit, GET /admin/analytics/tenants and /admin/analytics/{question}?tenant=, POST /admin/analytics/experiments/{name}/roll-back?tenant=, and GET, PUT and DELETE /admin/{kind}/{id} for: "
                                + kinds + "."));
    }
}
