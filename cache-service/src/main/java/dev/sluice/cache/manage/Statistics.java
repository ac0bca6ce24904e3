package dev.sluice.cache.manage;

import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.budget.Interval;
import dev.sluice.cache.budget.Loop;
import dev.sluice.cache.budget.Standing;
import dev.sluice.cache.lookup.Modes;
import dev.sluice.cache.predict.Predictor;
import dev.sluice.cache.store.Contents;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.tally.Counter;
import dev.sluice.cache.tally.Counts;
import dev.sluice.cache.tally.Tallies;
import dev.sluice.cache.variation.Variations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a tenant's use of the cache came to. */
@ApplicationScoped
class Statistics {

    private final Stores stores;
    private final Tallies tallies;
    private final Budgets budgets;
    private final Modes modes;
    private final Predictor predictor;
    private final Variations variations;

    Statistics(
            Stores stores, Tallies tallies, Budgets budgets, Modes modes, Predictor predictor, Variations variations) {
        this.stores = stores;
        this.tallies = tallies;
        this.budgets = budgets;
        this.modes = modes;
        this.predictor = predictor;
        this.variations = variations;
    }

    Views.Stats of(String tenant) {
        Counts counts = tallies.counts(tenant);
        Map<String, Standing> standings = budgets.of(tenant);
        Contents contents = stores.isWhole()
                ? stores.show(store -> store.contents(tenant))
                : stores.lookUp(store -> store.contents(tenant));
        Uses uses = Uses.of(counts, null);
        Set<String> routes = new TreeSet<>(counts.routes());
        routes.addAll(standings.keySet());
        List<Views.RouteStats> byRoute = routes.stream()
                .map(route -> route(tenant, route, counts, standings.getOrDefault(route, Standing.NONE)))
                .toList();
        return new Views.Stats(
                stores.isWhole() ? stores.kind() : "local",
                stores.kind().equals("redis") ? "all-replicas" : "this-replica",
                counts.since(),
                uses.lookups(),
                uses.hits(),
                uses.misses(),
                uses.hitRate(),
                counts.of(Counter.STORED),
                contents.entries(),
                contents.bytes(),
                stores.evictions(tenant),
                counts.of(Counter.SAVED_NANO),
                counts.of(Counter.SAVED_TOKENS),
                counts.similarities(),
                quality(standings.values().stream().toList()),
                byRoute,
                predictor.report(tenant),
                variations.counts(tenant),
                new Views.Embedded(counts.of(Counter.EMBEDDED), counts.of(Counter.EMBEDDED_KNOWN)));
    }

    private Views.RouteStats route(String tenant, String route, Counts counts, Standing standing) {
        Uses uses = Uses.of(counts, route);
        Interval error = Loop.error(standing);
        boolean measured = standing.audits() > 0;
        return new Views.RouteStats(
                route,
                modes.of(tenant, route).name().toLowerCase(Locale.ROOT),
                uses.lookups(),
                uses.hits(),
                uses.misses(),
                uses.hitRate(),
                counts.of(Counter.SHADOWED, route),
                counts.of(Counter.SAVED_NANO, route),
                counts.of(Counter.SAVED_TOKENS, route),
                quality(List.of(standing)),
                measured ? error.low() : null,
                measured ? error.high() : null,
                standing.shift());
    }

    /** Of what was audited, how much was right; null of nothing. */
    private static Views.Quality quality(List<Standing> standings) {
        double audits = standings.stream().mapToDouble(Standing::ever).sum();
        double wrong = standings.stream().mapToDouble(Standing::everWrong).sum();
        double unsure = standings.stream().mapToDouble(Standing::unsure).sum();
        if (audits <= 0) {
            return new Views.Quality(0, 0, (long) unsure, null, null, null);
        }
        Interval right = Interval.of(audits - wrong, audits, Interval.Z_95);
        return new Views.Quality(
                (long) audits, (long) wrong, (long) unsure, 1 - wrong / audits, right.low(), right.high());
    }

    private record Uses(long exact, long semantic, long alias, long faq, long misses) {

        /** @param route of one route; null for all */
        static Uses of(Counts counts, @Nullable String route) {
            return new Uses(
                    count(counts, Counter.EXACT, route),
                    count(counts, Counter.SEMANTIC, route),
                    count(counts, Counter.ALIAS, route),
                    count(counts, Counter.FAQ, route),
                    count(counts, Counter.MISS, route));
        }

        private static long count(Counts counts, Counter counter, @Nullable String route) {
            return route == null ? counts.of(counter) : counts.of(counter, route);
        }

        long lookups() {
            return exact + semantic + alias + faq + misses;
        }

        Map<String, Long> hits() {
            return Map.of("exact", exact, "semantic", semantic, "alias", alias, "faq", faq);
        }

        double hitRate() {
            return lookups() == 0 ? 0 : (double) (lookups() - misses) / lookups();
        }
    }
}
