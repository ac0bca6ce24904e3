package dev.sluice.gateway.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.control.EditablePart;
import dev.sluice.gateway.control.ParsedRecords;
import dev.sluice.gateway.provider.Providers;
import dev.sluice.gateway.routing.AutoConfig.AutoChoice;
import dev.sluice.gateway.routing.Route.Auto;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** The names of this gateway, as configuration, control file and control topic have them now: one immutable table. */
@Singleton
public class Routes implements EditablePart {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Providers providers;
    private final Map<String, String> aliases;
    private final Optional<Route> auto;
    private final ObjectMapper json;
    private final ParsedRecords<Route> records;
    private boolean outdated;
    private volatile RouteTable table;

    Routes(GatewayConfig config, AutoConfig auto, Providers providers, ObjectMapper json) {
        this.providers = providers;
        this.aliases = Map.copyOf(config.aliases());
        this.auto = configured(auto);
        this.json = json;
        this.records = new ParsedRecords<>(kind(), this::read);
        Router router = router();
        requireServed(router, "sluice.gateway.aliases.", aliases);
        this.auto.ifPresent(set -> new RouteCompiler(router, missing -> {
                    throw new IllegalStateException("sluice.gateway.auto: " + missing);
                })
                .compile(set));
        this.table = build(router);
        providers.onChange(this::providersChanged);
    }

    /** All names as they are now. */
    public RouteTable table() {
        return table;
    }

    @Override
    public String kind() {
        return "route";
    }

    @Override
    public String path() {
        return "routes";
    }

    @Override
    public byte[] checked(String id, byte[] body) {
        try {
            new RouteCompiler(router(), missing -> {
                        throw Refusal.badRequest("unknown_model", missing);
                    })
                    .compile(read(id, body));
            return body;
        } catch (IOException e) {
            throw notJson();
        }
    }

    @Override
    public byte[] written(String id, byte[] body) {
        try {
            read(id, body);
            return body;
        } catch (IOException e) {
            throw notJson();
        }
    }

    private static Refusal notJson() {
        return Refusal.badRequest("invalid_json", "The body is not valid JSON. See docs/routing.md.");
    }

    @Override
    public synchronized void replace(Map<String, byte[]> routes) {
        records.replace(routes);
        rebuild();
    }

    /**
     * Routes that lead to the new providers may be told in the next moment, and those before would lead nowhere
     * meanwhile; until then the table stays as it is, with the providers it knows.
     */
    private synchronized void providersChanged() {
        outdated = true;
        Thread.ofVirtual().name("routes").start(() -> {
            LockSupport.parkNanos(MOMENT.toNanos());
            rebuildIfOutdated();
        });
    }

    private synchronized void rebuildIfOutdated() {
        if (outdated) {
            rebuild();
        }
    }

    private synchronized void rebuild() {
        outdated = false;
        table = build(router());
    }

    private Route read(String id, byte[] body) throws IOException {
        return RouteReader.read(id, json.readTree(body));
    }

    private Router router() {
        return new Router(providers.all(), aliases);
    }

    private RouteTable build(Router router) {
        Map<String, CompiledRoute> compiled = new HashMap<>();
        Map<String, Route> all = new TreeMap<>(records.all());
        auto.ifPresent(set -> all.putIfAbsent(set.name(), set));
        all.forEach((name, route) -> compiled.put(
                name,
                new RouteCompiler(router, missing -> Log.warnf("route %s goes on without a model: %s", name, missing))
                        .compile(route)));
        return new RouteTable(router, compiled);
    }

    private static void requireServed(Router router, String where, Map<String, String> names) {
        names.forEach((name, target) -> {
            if (router.resolve(target) instanceof Router.Unknown) {
                throw new IllegalStateException("%s%s names %s, which no provider serves. Write provider/model."
                        .formatted(where, name, target));
            }
        });
    }

    private static Optional<Route> configured(AutoConfig auto) {
        if (auto.cheap().isPresent() != auto.strong().isPresent()) {
            throw new IllegalStateException(
                    "Only one of sluice.gateway.auto.cheap and sluice.gateway.auto.strong is set. Set both, or neither.");
        }
        return auto.cheap()
                .flatMap(cheap -> auto.strong()
                        .map(strong -> Route.of(
                                RouteTable.AUTO,
                                new Auto(cheap, strong, auto.deadline(), auto.otherwise() == AutoChoice.STRONG))));
    }
}
