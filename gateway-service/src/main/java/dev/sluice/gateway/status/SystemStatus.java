package dev.sluice.gateway.status;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.auth.KeyState;
import dev.sluice.gateway.improve.Improver;
import dev.sluice.gateway.limits.Limiter;
import dev.sluice.gateway.overload.Gate;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.gateway.provider.Provider;
import dev.sluice.gateway.provider.Providers;
import dev.sluice.gateway.recall.Recall;
import dev.sluice.gateway.resilience.Guards;
import dev.sluice.gateway.responses.Retention;
import dev.sluice.kit.config.PeersConfig;
import dev.sluice.kit.events.EventPublisher;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How the suite is: this gateway, its siblings asked in parallel, its providers, and the caller's numbers of today. */
@Singleton
class SystemStatus {

    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final PeerHttp http;
    private final Map<String, URI> services = new LinkedHashMap<>();
    private final KeyState keys;
    private final Recall recall;
    private final Improver improver;
    private final Limiter limiter;
    private final Providers providers;
    private final EventPublisher events;
    private final Guards guards;
    private final Gate gate;
    private final Retention responses;
    private final URI analytics;
    private final String version;

    SystemStatus(
            PeerHttp http,
            PeersConfig peers,
            KeyState keys,
            Recall recall,
            Improver improver,
            Limiter limiter,
            Providers providers,
            EventPublisher events,
            Guards guards,
            Gate gate,
            Retention responses,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.http = http;
        this.keys = keys;
        this.recall = recall;
        this.improver = improver;
        this.limiter = limiter;
        this.providers = providers;
        this.events = events;
        this.guards = guards;
        this.gate = gate;
        this.responses = responses;
        this.version = version;
        this.analytics = peers.analytics();
        services.put("cache-service", peers.cache());
        services.put("optimizer-service", peers.optimizer());
        services.put("worker-service", peers.worker());
        services.put("analytics-service", analytics);
    }

    /** Never fails; what does not answer in time is told as DOWN. */
    Future<JsonObject> gather(Caller caller, String requestId) {
        List<Future<JsonObject>> asked = new ArrayList<>();
        services.forEach((name, address) -> asked.add(status(name, address, requestId)));
        String today = LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z";
        Future<JsonObject> numbers = json(analytics, "/analytics/overview?from=" + today, caller, requestId);
        List<Future<?>> all = new ArrayList<>(asked);
        all.add(numbers);
        // Today may fail; what it failed with is nobody's concern here.
        return Future.join(all).otherwiseEmpty().map(done -> {
            var known = new JsonArray().add(self());
            asked.forEach(answer -> known.add(answer.result()));
            boolean up = known.stream().allMatch(one -> "UP".equals(((JsonObject) one).getString("state")));
            return new JsonObject()
                    .put("status", up ? "UP" : "DEGRADED")
                    .put("tenant", caller.tenant())
                    .put("services", known)
                    .put("providers", providers())
                    .put("degraded", degraded())
                    .put("today", numbers.succeeded() ? numbers.result() : null);
        });
    }

    /** Asks one sibling for a JSON object. */
    Future<JsonObject> json(URI address, String path, @Nullable Caller caller, String requestId) {
        return http.call(HttpMethod.GET, address, path, null, caller, requestId, DEADLINE)
                .map(reply -> {
                    if (reply.status() != 200) {
                        throw new IllegalStateException("status " + reply.status());
                    }
                    return object(reply.body());
                });
    }

    private static JsonObject object(Buffer body) {
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalStateException("no JSON object", e);
        }
    }

    private Future<JsonObject> status(String name, URI address, String requestId) {
        return json(address, "/internal/status", null, requestId)
                .map(told -> told.put("service", name))
                .otherwise(away -> new JsonObject()
                        .put("service", name)
                        .put("state", "DOWN")
                        .put(
                                "details",
                                new JsonObject().put("reason", "no answer within " + DEADLINE.toMillis() + " ms")));
    }

    private JsonObject self() {
        boolean up = degraded().isEmpty();
        return new JsonObject()
                .put("service", "gateway-service")
                .put("version", version)
                .put("state", up ? "UP" : "DEGRADED")
                .put(
                        "details",
                        new JsonObject()
                                .put("keys", keys.source())
                                .put("controlFile", keys.controlFile())
                                .put("kafka", keys.isKafkaHeard() ? "up" : "away")
                                .put("events", events.backlog().words())
                                .put("limits", limiter.describe())
                                .put("admission", gate.words())
                                .put("responses", responses.words())
                                .put("cache", recall.isDegraded() ? "spared after failures" : "asked")
                                .put("optimizer", improver.isDegraded() ? "spared after failures" : "asked"));
    }

    private JsonArray degraded() {
        var helpers = new JsonArray();
        if (recall.isDegraded()) {
            helpers.add("cache");
        }
        if (improver.isDegraded()) {
            helpers.add("optimizer");
        }
        if (limiter.isDegraded()) {
            helpers.add("limits");
        }
        if (responses.isDegraded()) {
            helpers.add("responses");
        }
        if (!keys.isKafkaHeard()) {
            helpers.add("kafka");
        }
        if (events.backlog().spilled() > 0) {
            helpers.add("events");
        }
        if (gate.isShedding()) {
            helpers.add("overload");
        }
        return helpers;
    }

    /** Without keys and headers. */
    private JsonArray providers() {
        var all = new JsonArray();
        for (Provider provider : providers.all()) {
            all.add(new JsonObject()
                    .put("name", provider.name())
                    .put("dialect", provider.dialect().name().toLowerCase(Locale.ROOT))
                    .put(
                            "host",
                            provider.sibling() ? "built in" : provider.base().getHost())
                    .put("models", new JsonArray(provider.models()))
                    .put("takesAnyModel", provider.open())
                    .put("deployments", guards.told(provider.name())));
        }
        return all;
    }
}
