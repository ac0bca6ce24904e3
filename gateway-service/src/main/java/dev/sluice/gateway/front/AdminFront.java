package dev.sluice.gateway.front;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.control.AdminAnswer;
import dev.sluice.gateway.control.AdminDoor;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** On the management port: the dashboard for administrators, and what they alone are told about all tenants. */
@Singleton
class AdminFront {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Set<String> READS = Set.of("analytics");

    private final AdminDoor door;
    private final Passage passage;
    private final PeerHttp http;
    private final PeersConfig peers;

    AdminFront(AdminDoor door, Passage passage, PeerHttp http, PeersConfig peers) {
        this.door = door;
        this.passage = passage;
        this.http = http;
        this.peers = peers;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route(HttpMethod.GET, Sibling.OPEN + "*").handler(this::page);
        router.route(HttpMethod.GET, "/admin/analytics/tenants").handler(route -> {
            String query = route.request().query();
            door.open(route, (actor, body) -> tenants(query));
        });
        router.route(HttpMethod.POST, "/admin/analytics/experiments/:name/roll-back")
                .handler(route -> {
                    String tenant = route.request().getParam("tenant");
                    String name = Objects.requireNonNullElse(route.pathParam("name"), "");
                    door.open(route, (actor, body) -> rollBack(tenant, name, actor, body));
                });
        router.route(HttpMethod.GET, "/admin/analytics/*").handler(route -> door.enter(route, () -> view(route)));
    }

    /** What a tenant would be told under {@code /analytics}, for the administrator who names it. */
    private void view(RoutingContext route) {
        String tenant = route.request().getParam("tenant");
        if (tenant == null || tenant.isBlank()) {
            AdminDoor.refuse(route, noTenant());
            return;
        }
        String path = route.normalizedPath().substring("/admin".length());
        passage.pass(route, path, Sibling.ANALYTICS, new Caller(tenant, null, "admin", READS), status -> {});
    }

    /** The page itself holds no secret; what it asks for takes the admin key. */
    private void page(RoutingContext route) {
        if (Sibling.isBelow(route.normalizedPath(), Sibling.OPEN)) {
            passage.pass(route, route.normalizedPath(), Sibling.ANALYTICS, null, status -> {});
        } else {
            route.next();
        }
    }

    private AdminAnswer tenants(@Nullable String query) {
        return ask(HttpMethod.GET, "/internal/analytics/tenants" + (query == null ? "" : "?" + query), null);
    }

    /** Ends an experiment at once: everybody gets its control. */
    private AdminAnswer rollBack(@Nullable String tenant, String name, String actor, byte[] body) {
        if (tenant == null || tenant.isBlank()) {
            throw noTenant();
        }
        String path = "/internal/analytics/experiments/%s/roll-back?tenant=%s&by=%s"
                .formatted(encoded(name), encoded(tenant), encoded(actor));
        return ask(HttpMethod.POST, path, Buffer.buffer(body));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private AdminAnswer ask(HttpMethod method, String path, @Nullable Buffer body) {
        try {
            PeerHttp.Reply reply = http.call(
                            method, Sibling.ANALYTICS.address(peers), path, body, null, Ids.next(), DEADLINE)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(DEADLINE.toMillis() * 2, TimeUnit.MILLISECONDS);
            return new AdminAnswer(reply.status(), reply.body().toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        } catch (ExecutionException | TimeoutException e) {
            throw away();
        }
    }

    private static Refusal noTenant() {
        return Refusal.badRequest(
                "no_tenant",
                "Say which tenant you mean: ?tenant=acme. GET /admin/analytics/tenants lists the tenants.");
    }

    private static Refusal away() {
        return new Refusal(
                503,
                "service_away",
                "Service unavailable",
                "The analytics-service does not answer at the moment. Try again soon.",
                Map.of("retry-after", "2"));
    }
}
