package dev.sluice.gateway.idempotency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often which verdict was given. */
final class Counts {

    private final Counter run;
    private final Counter unguarded;
    private final Counter replayed;
    private final Counter refused;

    Counts(MeterRegistry meters) {
        run = counter(meters, "run");
        unguarded = counter(meters, "unguarded");
        replayed = counter(meters, "replayed");
        refused = counter(meters, "refused");
    }

    private static Counter counter(MeterRegistry meters, String verdict) {
        return Counter.builder("sluice.gateway.idempotency.requests")
                .description("Requests with an Idempotency-Key; unguarded ones ran while Redis was away")
                .tag("verdict", verdict)
                .register(meters);
    }

    void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Run ran -> (ran.guarded() ? run : unguarded).increment();
            case Verdict.Replay replay -> replayed.increment();
            case Verdict.Refuse refuse -> refused.increment();
        }
    }
}
