package dev.sluice.cache.budget;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.tally.Sums;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the routes of all tenants, and how sure the cache must be for each. Shared by replicas and kept over
 * restarts where there is Redis.
 */
@ApplicationScoped
public class Budgets {

    private static final String OTHER = "(others)";
    private static final int MOST_ROUTES = 200;
    private static final int MOST_TENANTS = 10_000;
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** As how many audits no experience counts when routes or tenants are averaged. */
    private static final double UNKNOWN = 50;
    /** As how many tenants no experience counts. */
    private static final double UNKNOWN_TENANTS = 3;

    private final Sums sums;
    private final Cache<String, Set<String>> names =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();
    private volatile Map<String, Double> priors = Map.of();
    private volatile double everybody;
    private volatile @Nullable Thread teller;

    Budgets(Stores stores) {
        this.sums = new Sums(stores, "budget", LIFE);
    }

    void start(@Observes StartupEvent start) {
        teller = Thread.ofVirtual().name("budget-teller").start(this::keepTelling);
    }

    void stop(@Observes ShutdownEvent stop) {
        Thread telling = teller;
        if (telling != null) {
            telling.interrupt();
            tell();
        }
    }

    /**
     * The least probability, 0 to 1, a semantic hit of this route needs; more than 1 means none will do.
     *
     * @param route the route's name; empty for none
     * @param maxError the part of the route's requests that may be answered wrongly, 0 to 1
     * @param calibration the cut that holds an error where a part of the look-ups, 0 to 1, has to be judged
     */
    public double cut(String tenant, String route, double maxError, DoubleBinaryOperator calibration) {
        return Loop.cut(calibration, maxError, of(tenant, route), priors.getOrDefault(tenant, Math.max(0, everybody)));
    }

    /**
     * Counts a look-up, whatever it came to.
     *
     * @param same whether it was answered to the same words, or to words proven to ask the same
     * @param semanticHit whether it was answered in other words
     */
    public void looked(String tenant, String route, boolean same, boolean semanticHit) {
        Standing more = Loop.looked(same, semanticHit);
        String name = kept(tenant, route);
        sums.change(tenant, now -> more.numbers(name));
    }

    /** A hit was compared with what the model says itself. */
    public void audited(String tenant, String route, double maxError, Result result) {
        String name = kept(tenant, route);
        sums.change(tenant, now -> {
            Standing before = Standing.of(now, name);
            Standing more = switch (result) {
                case SAME, DIFFERENT -> Loop.audited(before, maxError, result == Result.DIFFERENT);
                case UNSURE -> new Standing(0, 0, 0, 0, 0, 0, 0, 0, 1);
            };
            return more.plus(Loop.fading(before.plus(more))).numbers(name);
        });
    }

    /** What is known of a route. */
    public Standing of(String tenant, String route) {
        String name = kept(tenant, route);
        Standing[] now = {Standing.NONE};
        sums.change(tenant, numbers -> {
            now[0] = Standing.of(numbers, name);
            return Map.of();
        });
        return now[0];
    }

    /** What is known of all routes of a tenant, by name. */
    public Map<String, Standing> of(String tenant) {
        Map<String, Double> numbers = sums.of(tenant);
        Map<String, Standing> all = new TreeMap<>();
        for (String name : numbers.keySet()) {
            if (name.startsWith(Standing.REQUESTS)) {
                String route = name.substring(Standing.REQUESTS.length());
                all.put(route, Standing.of(field -> numbers.getOrDefault(field, 0.0), route));
            }
        }
        return all;
    }

    private String kept(String tenant, String route) {
        Set<String> known = names.get(tenant, first -> ConcurrentHashMap.newKeySet());
        if (known.contains(route)) {
            return route;
        }
        return known.size() < MOST_ROUTES && known.add(route) ? route : OTHER;
    }

    private void keepTelling() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                tell();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shares what is new, and sees what everybody came to. */
    void tell() {
        sums.tell();
        Map<String, Double> fresh = new HashMap<>();
        double sum = 0;
        double weight = UNKNOWN_TENANTS;
        for (String tenant : sums.tenants()) {
            Map<String, Standing> routes = of(tenant);
            for (Standing route : routes.values()) {
                // Each tenant counts once at most, however many audits it has.
                double sure = route.ever() / (route.ever() + UNKNOWN) / routes.size();
                sum += sure * route.shift();
                weight += sure;
            }
            fresh.put(tenant, prior(routes));
        }
        everybody = sum / weight;
        priors = fresh;
    }

    /**
     * What a tenant's routes came to, or, where little is known of them, what everybody's did. Others can only make the
     * cache more careful: no tenant's audits loosen another's cut.
     */
    private double prior(Map<String, Standing> routes) {
        double audits = UNKNOWN;
        double sum = UNKNOWN * Math.max(0, everybody);
        for (Standing route : routes.values()) {
            audits += route.ever();
            sum += route.ever() * route.shift();
        }
        return sum / audits;
    }
}
