package dev.sluice.cache.tally;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.store.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The counts of all tenants, shared by replicas where there is Redis, and their sum as metrics of this replica. The
 * metrics carry no tenant.
 */
@ApplicationScoped
public class Tallies {

    private static final String OTHER = "(others)";
    private static final int MOST_TENANTS = 10_000;
    private static final int MOST_ROUTES = 200;
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Cache<String, Map<String, TenantTally>> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();
    private final Instant since = Instant.now();
    private final ReentrantLock telling = new ReentrantLock();
    private final Sums sums;
    private final MeterRegistry meters;
    private volatile @Nullable Thread teller;

    Tallies(MeterRegistry meters, Stores stores) {
        this.meters = meters;
        this.sums = new Sums(stores, "counts", LIFE);
    }

    void start(@Observes StartupEvent start) {
        teller = Thread.ofVirtual().name("tally-teller").start(this::keepTelling);
    }

    void stop(@Observes ShutdownEvent stop) {
        Thread running = teller;
        if (running != null) {
            running.interrupt();
        }
    }

    /** What is counted of look-ups of no route. */
    public TenantTally of(String tenant) {
        return of(tenant, "");
    }

    /** What is counted of a route. */
    public TenantTally of(String tenant, String route) {
        Map<String, TenantTally> routes = tenants.get(tenant, t -> new ConcurrentHashMap<>());
        TenantTally known = routes.get(route);
        if (known != null) {
            return known;
        }
        return routes.computeIfAbsent(routes.size() < MOST_ROUTES ? route : OTHER, first -> new TenantTally());
    }

    /** What was counted of a tenant up to now; what other replicas counted in the last second may be missing. */
    public Counts counts(String tenant) {
        collect(tenant);
        return new Counts(sums.of(tenant));
    }

    private void collect(String tenant) {
        Map<String, TenantTally> routes = tenants.getIfPresent(tenant);
        telling.lock();
        try {
            sums.change(
                    tenant,
                    now -> now.apply(Counts.SINCE) > 0
                            ? Map.of()
                            : Map.of(Counts.SINCE, (double) since.getEpochSecond()));
            if (routes != null) {
                routes.forEach((route, tally) -> {
                    Map<String, Double> news = tally.news(route);
                    sums.change(tenant, now -> news);
                });
            }
        } finally {
            telling.unlock();
        }
    }

    private void keepTelling() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                tenants.asMap().keySet().forEach(this::collect);
                sums.tell();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts a look-up in {@code sluice_cache_lookups_total}. */
    public void looked(String outcome, String layer) {
        meters.counter("sluice.cache.lookups", "outcome", outcome, "layer", layer)
                .increment();
    }

    /**
     * Counts a comparison in {@code sluice_cache_audits_total}.
     *
     * @param result same, different or unsure
     * @param kind served or shadow
     */
    public void audited(String result, String kind) {
        meters.counter("sluice.cache.audits", "result", result, "kind", kind).increment();
    }
}
