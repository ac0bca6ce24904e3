package dev.sluice.gateway.limits;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Refusals and who decided, by level and kind: never by tenant or key. */
final class LimitMetrics {

    private static final String DECIDED = "sluice.gateway.limits.decided";

    private final MeterRegistry meters;

    LimitMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void watch(Teller teller) {
        Gauge.builder("sluice.gateway.limits.degraded", teller, who -> who.isDegraded() ? 1 : 0)
                .description("1 while this replica counts its own share of limits, since Redis is away")
                .register(meters);
    }

    void decided(Teller.Taken taken) {
        if (taken.verdict() instanceof Verdict.Denied denied) {
            Rule rule = taken.claim().lines().get(denied.line()).rule();
            count("refused", rule.levelWord(), rule.what().word(), taken.mode());
        } else if (taken.mode() != Teller.Mode.EXACT) {
            count("admitted", "any", "any", taken.mode());
        }
    }

    private void count(String how, String level, String what, Teller.Mode mode) {
        meters.counter(
                        DECIDED,
                        "how",
                        how,
                        "level",
                        level,
                        "what",
                        what,
                        "mode",
                        mode.name().toLowerCase(java.util.Locale.ROOT))
                .increment();
    }
}
