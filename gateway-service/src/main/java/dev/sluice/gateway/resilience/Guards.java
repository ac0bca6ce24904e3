package dev.sluice.gateway.resilience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.gateway.provider.Deployment;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The guard of each deployment. Those that nobody asks any more are forgotten. */
@Singleton
public class Guards {

    /** Clients of a provider that takes any model can make up names. */
    private static final int MOST = 1_000;

    private static final Duration UNUSED = Duration.ofMinutes(30);

    /** A deployment by name; a {@link Deployment} takes longer to compare. */
    record Key(String provider, String model) {}

    private final Cache<Key, Guard> byDeployment =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();
    private final Guard.Rules rules;
    private final Labels labels;

    Guards(ResilienceConfig config, MeterRegistry meters) {
        var breaker = config.breaker();
        var circuit = new Circuit.Rules(
                breaker.calls(),
                breaker.window(),
                breaker.minimum(),
                breaker.failures(),
                breaker.slow(),
                breaker.slowAfter(),
                breaker.pause(),
                breaker.probes());
        this.rules = new Guard.Rules(
                circuit,
                config.retry().share(),
                config.retry().minimum(),
                config.limiter().least(),
                config.limiter().most(),
                config.limiter().patience(),
                config.limiter().tolerance(),
                config.hedge().enabled());
        this.labels = new Labels(meters, this);
    }

    Guard of(Deployment deployment) {
        Key key = new Key(deployment.provider().name(), deployment.model());
        Guard known = byDeployment.getIfPresent(key);
        return known == null
                ? byDeployment.get(key, made -> new Guard(rules, labels.of(deployment), System::nanoTime))
                : known;
    }

    /** How the deployments of a provider are that were asked lately, as far as their names may be shown. */
    public JsonArray told(String provider) {
        var told = new JsonArray();
        new TreeMap<>(byModel(provider)).forEach((model, guard) -> {
            Duration ready = Duration.ofNanos(guard.readyIn());
            var one = new JsonObject()
                    .put("model", model)
                    .put("state", guard.standing().word())
                    .put("inFlight", guard.inFlight.get())
                    .put("waiting", guard.limit.waiting())
                    .put("mayWait", guard.limit.limit());
            if (!ready.isZero()) {
                one.put("askedAgainInMs", ready.toMillis());
            }
            told.add(one);
        });
        return told;
    }

    private Map<String, Guard> byModel(String provider) {
        Map<String, Guard> found = new HashMap<>();
        byDeployment.asMap().forEach((key, guard) -> {
            if (key.provider().equals(provider) && guard.counts.label.equals(key.model())) {
                found.put(key.model(), guard);
            }
        });
        return found;
    }

    Map<Key, Guard> all() {
        return byDeployment.asMap();
    }
}
