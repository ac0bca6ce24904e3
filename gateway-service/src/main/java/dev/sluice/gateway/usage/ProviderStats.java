package dev.sluice.gateway.usage;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.answer.Tokens;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What each provider was asked since this replica started; of all tenants together, without their names. */
@Singleton
public class ProviderStats {

    /** Counters of one provider. */
    private static final class Counters {
        final LongAdder requests = new LongAdder();
        final LongAdder errors = new LongAdder();
        final LongAdder retries = new LongAdder();
        final LongAdder inputTokens = new LongAdder();
        final LongAdder outputTokens = new LongAdder();
        final LongAdder costNano = new LongAdder();
        final LongAdder firstByteMicros = new LongAdder();
    }

    private final Map<String, Counters> byProvider = new ConcurrentHashMap<>();

    void count(String provider, Tally tally, @Nullable Tokens tokens, Event.Money money) {
        Counters counters = byProvider.computeIfAbsent(provider, name -> new Counters());
        counters.requests.increment();
        counters.retries.add(tally.attempts - 1L);
        counters.firstByteMicros.add(tally.waitedNanos / 1_000);
        counters.costNano.add(money.costNano());
        if (tally.error != null || tally.status >= 400) {
            counters.errors.increment();
        }
        if (tokens != null) {
            counters.inputTokens.add(tokens.input());
            counters.outputTokens.add(tokens.output());
        }
    }

    /** Counters by provider and name. */
    public Map<String, Map<String, Long>> snapshot() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        byProvider.forEach((name, counters) -> {
            long requests = counters.requests.sum();
            Map<String, Long> one = new TreeMap<>();
            one.put("requests", requests);
            one.put("errors", counters.errors.sum());
            one.put("retries", counters.retries.sum());
            one.put("inputTokens", counters.inputTokens.sum());
            one.put("outputTokens", counters.outputTokens.sum());
            one.put("costNano", counters.costNano.sum());
            one.put("meanFirstByteMicros", requests == 0 ? 0 : counters.firstByteMicros.sum() / requests);
            all.put(name, one);
        });
        return all;
    }
}
