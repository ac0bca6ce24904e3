package dev.sluice.gateway.tenancy;

import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Budget;
import dev.sluice.gateway.allowance.Quota;
import dev.sluice.gateway.control.Fields;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tier}, {@code limits} and {@code budget} as administrators write them. A list of limits takes the place of
 * the tier's list of the same kind.
 */
@Singleton
public class AllowanceReader {

    /** The fields that are read here. */
    public static final Set<String> FIELDS = Set.of("tier", "limits", "budget");

    private static final Set<String> LIMITS = Set.of("requests", "tokens", "concurrent");
    private static final Set<String> QUOTA = Set.of("limit", "window");
    private static final Set<String> BUDGET = Set.of("hourUsd", "dayUsd", "monthUsd", "zone", "hard");
    private static final int MOST_QUOTAS = 4;
    private static final int MOST_CONCURRENT = 1_000_000;
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal MOST_USD = BigDecimal.valueOf(1_000_000_000);

    private final Tiers tiers;

    AllowanceReader(Tiers tiers) {
        this.tiers = tiers;
    }

    /** What an object's {@code tier}, {@code limits} and {@code budget} allow; a 400 refusal if they make no sense. */
    public Allowance read(Fields object) {
        Allowance tier = tier(object);
        Fields limits = object.object("limits");
        if (limits == null) {
            return new Allowance(tier.requests(), tier.tokens(), tier.concurrent(), budget(object.object("budget")));
        }
        limits.only(LIMITS);
        Integer concurrent = concurrent(limits);
        return new Allowance(
                limits.value("requests") == null ? tier.requests() : quotas(limits, "requests"),
                limits.value("tokens") == null ? tier.tokens() : quotas(limits, "tokens"),
                concurrent == null ? tier.concurrent() : concurrent,
                budget(object.object("budget")));
    }

    private Allowance tier(Fields object) {
        String name = object.text("tier");
        if (name == null) {
            return Allowance.UNLIMITED;
        }
        Allowance tier = tiers.find(name);
        if (tier == null) {
            throw object.bad(
                    "tier",
                    "names no tier. There are %s; more are set with sluice.gateway.tiers.<name>.requests-per-hour."
                            .formatted(tiers.names()));
        }
        return tier;
    }

    private static List<Quota> quotas(Fields limits, String kind) {
        List<Quota> quotas = new ArrayList<>();
        for (Fields one : limits.objects(kind, MOST_QUOTAS)) {
            one.only(QUOTA);
            Long limit = one.number("limit");
            Duration window = one.duration("window");
            if (limit == null || window == null) {
                throw limits.bad(kind, "needs entries such as {\"limit\": 600, \"window\": \"PT1M\"}.");
            }
            try {
                quotas.add(new Quota(limit, window));
            } catch (IllegalArgumentException e) {
                throw limits.bad(kind, "makes no sense: " + e.getMessage() + ".");
            }
        }
        return quotas;
    }

    private static @Nullable Integer concurrent(Fields limits) {
        Long concurrent = limits.number("concurrent");
        if (concurrent == null) {
            return null;
        }
        if (concurrent < 1 || concurrent > MOST_CONCURRENT) {
            throw limits.bad("concurrent", "must be 1 to %d.".formatted(MOST_CONCURRENT));
        }
        return Math.toIntExact(concurrent);
    }

    private static @Nullable Budget budget(@Nullable Fields budget) {
        if (budget == null) {
            return null;
        }
        budget.only(BUDGET);
        Long hour = nano(budget, "hourUsd");
        Long day = nano(budget, "dayUsd");
        Long month = nano(budget, "monthUsd");
        if (hour == null && day == null && month == null) {
            throw budget.bad("dayUsd", "is missing: a budget has at least one of hourUsd, dayUsd and monthUsd.");
        }
        ZoneId zone = budget.parsed("zone", ZoneId::of, "a time zone such as Europe/Berlin");
        return new Budget(hour, day, month, zone == null ? ZoneOffset.UTC : zone, budget.flag("hard", true));
    }

    private static @Nullable Long nano(Fields budget, String name) {
        BigDecimal usd = budget.decimal(name);
        if (usd == null) {
            return null;
        }
        if (usd.signum() <= 0
                || usd.compareTo(MOST_USD) > 0
                || usd.stripTrailingZeros().scale() > NANO_DIGITS) {
            throw budget.bad(
                    name, "must be more than 0 and at most 1000000000 dollars, with at most 9 digits after the point.");
        }
        return usd.movePointRight(NANO_DIGITS).longValueExact();
    }
}
