package dev.sluice.gateway.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Latencies by what is not secret and not many: never a tenant, a key or a model's free text. */
final class Timers {

    private record Labels(String kind, String provider, int status, String cache, String error) {}

    private final MeterRegistry meters;
    private final Map<Labels, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> firstBytes = new ConcurrentHashMap<>();

    Timers(MeterRegistry meters) {
        this.meters = meters;
    }

    void request(Tally tally, String provider, long nanos) {
        String error = tally.error == null ? "none" : tally.error;
        requests.computeIfAbsent(
                        new Labels(tally.kind.name(), provider, tally.status, tally.outcome, error), this::request)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void firstByte(String provider, long nanos) {
        firstBytes
                .computeIfAbsent(provider, name -> meters.timer("sluice.gateway.upstream.first.byte", "provider", name))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer request(Labels labels) {
        return meters.timer(
                "sluice.gateway.requests",
                "kind",
                labels.kind().toLowerCase(Locale.ROOT),
                "provider",
                labels.provider(),
                "status",
                Integer.toString(labels.status()),
                "cache",
                labels.cache(),
                "error",
                labels.error());
    }
}
