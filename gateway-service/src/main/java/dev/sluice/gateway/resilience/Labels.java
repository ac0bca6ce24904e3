package dev.sluice.gateway.resilience;

import dev.sluice.gateway.provider.Deployment;
import dev.sluice.kit.prices.Prices;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Meters of deployments under labels that are few and no secret: a model's name appears when an operator has written it
 * down or the price table knows it; names that clients made up are counted together as {@code other}.
 */
final class Labels {

    static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Guards guards;
    private final Prices prices = Prices.bundled();
    private final Map<Guards.Key, Counts> known = new ConcurrentHashMap<>();

    Labels(MeterRegistry meters, Guards guards) {
        this.meters = meters;
        this.guards = guards;
    }

    /** Where a deployment is counted. */
    Counts of(Deployment deployment) {
        String model = deployment.model();
        boolean open = deployment.provider().sibling()
                || deployment.provider().models().contains(model)
                || prices.lists(model);
        var label = new Guards.Key(deployment.provider().name(), open ? model : OTHER);
        return known.computeIfAbsent(label, this::register);
    }

    private Counts register(Guards.Key label) {
        var counts = new Counts(label.model());
        count("attempts", "Requests to it.", label, counts, c -> c.attempts);
        count("failures", "Requests that brought nothing, or broke.", label, counts, c -> c.failures);
        count("retries", "Requests made again to it.", label, counts, c -> c.retries);
        count("fallbacks", "Requests made to it since another one failed.", label, counts, c -> c.fallbacks);
        count("hedges", "Requests made to it since another one was slow.", label, counts, c -> c.hedges);
        for (Standing standing : Standing.values()) {
            Gauge.builder("sluice.gateway.deployment.state", counts, c -> sum(c, g -> g.standing() == standing ? 1 : 0))
                    .description("Deployments in this state.")
                    .tag("provider", label.provider())
                    .tag("model", label.model())
                    .tag("state", standing.word())
                    .register(meters);
        }
        gauge("in.flight", "Requests it answers now.", label, counts, guard -> guard.inFlight.get());
        gauge("waiting", "Requests that wait for its first byte.", label, counts, guard -> guard.limit.waiting());
        gauge("limit", "Requests that may wait for its first byte.", label, counts, guard -> guard.limit.limit());
        return counts;
    }

    private void count(String what, String told, Guards.Key label, Counts counts, Function<Counts, LongAdder> which) {
        FunctionCounter.builder("sluice.gateway.deployment." + what, counts, c ->
                        (double) which.apply(c).sum())
                .description(told)
                .tag("provider", label.provider())
                .tag("model", label.model())
                .register(meters);
    }

    private void gauge(String what, String told, Guards.Key label, Counts counts, ToDoubleFunction<Guard> each) {
        Gauge.builder("sluice.gateway.deployment." + what, counts, c -> sum(c, each))
                .description(told)
                .tag("provider", label.provider())
                .tag("model", label.model())
                .register(meters);
    }

    private double sum(Counts counts, ToDoubleFunction<Guard> each) {
        return guards.all().values().stream()
                .filter(guard -> guard.counts == counts)
                .mapToDouble(each)
                .sum();
    }
}
