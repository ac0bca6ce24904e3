package dev.sluice.gateway.resilience;

import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.resilience.ResilienceConfig.Hedge;

/** Which calls may be asked twice when the first answer is late, and after how long (Dean and Barroso, "The Tail at Scale"). */
final class Hedging {

    private static final String HEADER = "x-sluice-hedge";

    private final boolean enabled;
    private final long soonestMillis;
    private final HedgeBudget budget;

    Hedging(Hedge config) {
        this.enabled = config.enabled();
        this.soonestMillis = config.soonest().toMillis();
        this.budget = new HedgeBudget(config.share());
    }

    /** Whether the operator allows it and the route or the client wishes it. */
    boolean isWanted(Ask ask) {
        if (!enabled) {
            return false;
        }
        String wish = ask.headers().get(HEADER);
        return wish == null ? ask.plan().terms().hedge() : wish.equalsIgnoreCase("on") || wish.equalsIgnoreCase("true");
    }

    /** Milliseconds after which the second one is asked; 0 if not enough is known of the first. */
    long after(Guard first, boolean stream) {
        long usual = first.usually(stream);
        return usual == 0 ? 0 : Math.max(soonestMillis, usual / 1_000_000);
    }

    /** What a call costs at least, once. */
    void earn(long bytes) {
        budget.earn(bytes);
    }

    /** Whether a call may be made a second time. */
    boolean spend(long bytes) {
        return budget.spend(bytes);
    }
}
