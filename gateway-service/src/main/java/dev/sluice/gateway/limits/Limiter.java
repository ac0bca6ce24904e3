package dev.sluice.gateway.limits;

import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.load.Load;
import dev.sluice.kit.config.RedisConfig;
import dev.sluice.kit.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Lets calls in, or says why not. */
@Singleton
public class Limiter {

    private static final int RETRY_SECONDS = 5;

    private final Clock clock;
    private final OutputHabits habits = new OutputHabits();
    private final Teller teller;
    private final DoubleSupplier factor;
    private final LimitMetrics metrics;

    @Inject
    Limiter(Vertx vertx, LimitsConfig config, RedisConfig redis, MeterRegistry meters, Load load) {
        this(
                Clock.systemUTC(),
                Tellers.of(vertx, Clock.systemUTC(), config, redis),
                new LimitMetrics(meters),
                config.adaptive() ? load::factor : () -> 1);
    }

    /** A limiter; the factor is what request limits are multiplied by at the moment. */
    Limiter(Clock clock, Teller teller, LimitMetrics metrics, DoubleSupplier factor) {
        this.clock = clock;
        this.factor = factor;
        this.teller = teller;
        this.metrics = metrics;
        metrics.watch(teller);
    }

    /** Reserves what a call will need. Never fails; costs nothing worth naming where nothing is limited. */
    public Future<Admission> admit(Demand demand) {
        if (demand.levels().isEmpty()) {
            return Future.succeededFuture(Admission.Free.FREE);
        }
        List<Rule> rules = Rules.of(demand.levels());
        if (rules.isEmpty()) {
            return Future.succeededFuture(Admission.Free.FREE);
        }
        long output = demand.answers() ? habits.expected(demand.tenant(), demand.model(), demand.maxOutput()) : 0;
        Claim claim = new Claim(Ids.next().toString(), demand.tenant(), lines(rules, demand, output, clock.instant()));
        return teller.take(reduced(claim)).map(taken -> answer(taken, demand, output));
    }

    /** Request limits are lower while this replica is busy, if they adapt. */
    private Claim reduced(Claim claim) {
        double now = factor.getAsDouble();
        return now >= 1
                ? claim
                : claim.withLimits(line -> line.rule().what() == What.REQUESTS
                        ? Math.max(1, (long) ((double) line.limit() * now))
                        : line.limit());
    }

    private Admission answer(Teller.Taken taken, Demand demand, long output) {
        metrics.decided(taken);
        List<Line> lines = taken.claim().lines();
        if (taken.verdict() instanceof Verdict.Denied denied) {
            return new Admission.Refused(
                    taken.mode() == Teller.Mode.UNKNOWN
                            ? unknown(lines.get(denied.line()))
                            : Refusals.of(lines, denied, taken.mode() != Teller.Mode.EXACT, clock.instant()));
        }
        boolean grows = lines.stream().anyMatch(line -> isPaidByLength(line.rule()));
        var headers = new LimitHeaders(lines, taken.verdict().standings());
        return new Admission.Admitted(
                new Reservation(taken.holder(), demand, output, headers, grows, taken.mode() != Teller.Mode.EXACT));
    }

    private static ApiError unknown(Line line) {
        return ApiError.unavailable(
                "budget_unknown",
                "The %s's budget is a hard one, and what is left of it cannot be checked at the moment, since Redis is away. Try again soon."
                        .formatted(line.rule().levelWord()),
                RETRY_SECONDS);
    }

    /** An answer had this many tokens: the next reservation knows better. */
    public void learn(String tenant, String model, long outputTokens) {
        habits.saw(tenant, model, outputTokens);
    }

    /** Where a tenant's levels stand, as JSON; fails when nobody knows at the moment. */
    public Future<JsonArray> report(String tenant, List<Level> levels) {
        Instant now = clock.instant();
        List<Line> lines = Rules.of(levels).stream()
                .map(rule -> Line.of(rule, tenant, 0, now))
                .toList();
        return teller.look(tenant, lines).map(standings -> Report.of(lines, standings));
    }

    /** How counting is, for the status page. */
    public JsonObject describe() {
        return teller.describe().put("factor", factor.getAsDouble());
    }

    /** Whether this replica counts its own share only. */
    public boolean isDegraded() {
        return teller.isDegraded();
    }

    private static boolean isPaidByLength(Rule rule) {
        return rule.what() == What.TOKENS || rule.what() == What.MONEY;
    }

    private static List<Line> lines(List<Rule> rules, Demand demand, long output, Instant now) {
        List<Line> lines = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            long amount = switch (rule.what()) {
                case REQUESTS, CONCURRENT -> 1;
                case TOKENS -> demand.promptTokens() + output;
                case MONEY -> demand.nano(output);
            };
            lines.add(Line.of(rule, demand.tenant(), amount, now));
        }
        return lines;
    }
}
