package dev.sluice.gateway.resilience;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import java.time.Duration;
import java.util.Map;

/** How long one waits for the first byte of a deployment. */
final class Patience {

    /** A time, and the setting it is from. */
    record Wait(Duration time, String setting) {}

    private static final String OWN = "sluice.gateway.resilience.first-token.";

    private final Map<String, Duration> own;
    private final Wait stream;
    private final Wait document;

    Patience(ResilienceConfig config, GatewayConfig.Timeouts timeouts) {
        this.own = Map.copyOf(config.firstToken());
        this.stream = new Wait(timeouts.firstToken(), "sluice.gateway.timeouts.first-token");
        this.document = new Wait(config.wholeAnswer(), "sluice.gateway.resilience.whole-answer");
    }

    /** For a stream its first word; a document has none, it comes when all of it is thought. */
    Wait of(Deployment deployment, boolean wantsStream, Plan.Terms terms) {
        Duration routes = terms.firstToken();
        if (routes != null) {
            return new Wait(routes, "timeouts.firstToken of the route");
        }
        Wait usual = wantsStream ? stream : document;
        if (own.isEmpty()) {
            return usual;
        }
        String qualified = deployment.qualified();
        String provider = deployment.provider().name();
        String named = own.containsKey(qualified) ? qualified : provider;
        Duration time = own.get(named);
        return time == null ? usual : new Wait(time, OWN + named);
    }
}
