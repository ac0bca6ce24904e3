package dev.sluice.cache.tally;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The counts of all tenants, and their sum as metrics. The metrics carry no tenant. */
@ApplicationScoped
public class Tallies {

    private static final int MOST_TENANTS = 10_000;

    private final Cache<String, TenantTally> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();
    private final Instant since = Instant.now();
    private final MeterRegistry meters;

    Tallies(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The counts of a tenant. */
    public TenantTally of(String tenant) {
        return tenants.get(tenant, t -> new TenantTally());
    }

    /** Since when is counted: the start of this process. */
    public Instant since() {
        return since;
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
