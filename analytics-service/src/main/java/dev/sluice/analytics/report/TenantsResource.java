package dev.sluice.analytics.report;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Named;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * What all tenants spent, for operators: no public path. The gateway asks for it on its management port, for whoever has the
 * admin key.
 */
@Path("/internal/analytics/tenants")
@Blocking
class TenantsResource {

    private final Desk desk;
    private final AnalyticsStore store;

    TenantsResource(Desk desk, AnalyticsStore store) {
        this.desk = desk;
        this.store = store;
    }

    /** Money and tokens of a period by tenant. */
    @GET
    public Costs tenants(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        Period period = desk.period(from, to, null);
        return Desk.patiently(() -> store.ask(snapshot -> of(snapshot, period)));
    }

    static Costs of(AnalyticsStore.Snapshot snapshot, Period period) {
        Map<String, Object> parameters = Map.of("from", Period.micros(period.from()), "to", Period.micros(period.to()));
        var rows = snapshot.rows(Named.TENANTS, parameters).stream()
                .map(Costs::row)
                .toList();
        return new Costs(period.from(), period.to(), "tenant", rows);
    }
}
