package dev.sluice.analytics.report;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was spent, saved and will be spent, for the caller's tenant. */
@Path("/analytics")
@Blocking
class MoneyResource {

    private static final long MOST_LIMIT = 1_000_000_000_000_000_000L;

    private final Desk desk;
    private final InstantSource clock = InstantSource.system();

    MoneyResource(Desk desk) {
        this.desk = desk;
    }

    /** What cache, optimiser and routing saved in a period. */
    @GET
    @Path("/savings")
    public Savings savings(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return desk.answer(desk.period(from, to, null), Savings::of);
    }

    /** Whether what was told is what the tokens cost. */
    @GET
    @Path("/ledger")
    public Ledger ledger(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        return desk.answer(desk.period(from, to, null), Ledger::of);
    }

    /** The current month so far and to its end, beside a limit in nano-USD if one is given. */
    @GET
    @Path("/budget")
    public Budget budget(@RestQuery @DefaultValue("0") String limit) {
        long nano = Desk.number("limit", limit, 0, MOST_LIMIT);
        Instant now = clock.instant();
        Instant from = Budget.begin(now).minus(Duration.ofDays(Budget.RATE_DAYS));
        return desk.answer(
                new Period(from, now.plusSeconds(1), Duration.ofHours(1)),
                question -> Budget.of(Hours.of(question), now, nano));
    }

    /** Hours of a period that are not like those before them. */
    @GET
    @Path("/anomalies")
    public Anomalies anomalies(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        Period judged = desk.period(from, to, "1h");
        Period seen =
                new Period(judged.from().minus(Duration.ofHours(Anomalies.USUAL_HOURS)), judged.to(), judged.bucket());
        return desk.answer(seen, question -> Anomalies.of(Hours.of(question), judged));
    }
}
