package dev.sluice.analytics.store;

import java.util.Locale;

/** The questions a store can be asked. Each is a file of that name for each engine. */
public enum Named {
    TOTALS,
    MODELS,
    SERIES,
    HOURLY,
    BINS,
    COSTS,
    COST_CURVE,
    TENANTS,
    REQUESTS,
    REQUEST,
    TASKS,
    SAVINGS,
    LEDGER,
    LATENCY,
    ERRORS,
    CACHE_CURVE,
    JOURNEY,
    FUNNEL,
    RETENTION,
    TRIAL_UNITS,
    TRIAL_MOMENTS,
    TRIAL_VALUES;

    String file() {
        return name().toLowerCase(Locale.ROOT);
    }
}
