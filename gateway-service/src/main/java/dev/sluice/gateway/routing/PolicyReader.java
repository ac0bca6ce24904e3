package dev.sluice.gateway.routing;

import dev.sluice.gateway.GatewayConfig.CacheMode;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.policy.Caching;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.gateway.policy.Policy;
import dev.sluice.gateway.provider.Plan;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a route wants of cache, optimiser, shadow and timeouts. */
final class PolicyReader {

    /** An error budget beyond it is none: one answer in five would be to another question. */
    private static final double MOST_ERROR = 0.2;

    private PolicyReader() {}

    static Policy policy(Fields route) {
        return new Policy(cache(route), optimize(route));
    }

    private static @Nullable Caching cache(Fields route) {
        if (route.has("cache") && route.raw("cache").isTextual()) {
            return new Caching(route.word("cache", CacheMode.class), null, null, null, false);
        }
        if (!route.has("cache")) {
            return null;
        }
        Fields fields = route.object("cache");
        var cache = new Caching(
                fields.word("mode", CacheMode.class),
                fields.duration("ttl"),
                fields.number("maxTemperature", 0, 2),
                fields.number("maxError", 0, MOST_ERROR),
                Boolean.TRUE.equals(fields.flag("locked")));
        Duration ttl = cache.ttl();
        if (ttl != null && ttl.toSeconds() < 1) {
            throw Fields.wrong(fields.place("ttl"), "is shorter than a second");
        }
        fields.done();
        return cache;
    }

    private static @Nullable Optimizing optimize(Fields route) {
        if (!route.has("optimize")) {
            return null;
        }
        if (route.raw("optimize").isTextual()) {
            return new Optimizing(Objects.requireNonNull(route.word("optimize", OptimizeLevel.class)), false);
        }
        Fields fields = route.object("optimize");
        fields.required("level");
        var optimize = new Optimizing(
                Objects.requireNonNull(fields.word("level", OptimizeLevel.class)),
                Boolean.TRUE.equals(fields.flag("locked")));
        fields.done();
        return optimize;
    }

    static Route.@Nullable Shadow shadow(Fields route) {
        if (!route.has("shadow")) {
            return null;
        }
        Fields fields = route.object("shadow");
        Double rate = fields.number("rate", 0, 1);
        if (rate == null) {
            throw fields.fault("lacks the field 'rate', the part of the requests, such as 0.05");
        }
        var shadow = new Route.Shadow(fields.required("model"), rate);
        fields.done();
        return shadow;
    }

    static Plan.Terms terms(Fields route) {
        Fields fields = route.object("timeouts");
        var terms = new Plan.Terms(
                fields.duration("firstToken"),
                fields.duration("stall"),
                fields.duration("total"),
                Boolean.TRUE.equals(route.flag("hedge")));
        fields.done();
        return terms;
    }
}
