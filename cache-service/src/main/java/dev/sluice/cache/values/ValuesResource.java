package dev.sluice.cache.values;

import dev.sluice.cache.CacheConfig;
import dev.sluice.contracts.cache.ValueEntry;
import dev.sluice.contracts.cache.ValueQuestion;
import dev.sluice.contracts.cache.ValueReply;
import dev.sluice.contracts.cache.ValuesApi;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Duration;

/** Answers the other services. */
@RunOnVirtualThread
class ValuesResource implements ValuesApi {

    private static final int LONGEST_KEY = 512;
    private static final long LONGEST_LEASE = 600;

    private final Values values;
    private final CurrentCaller caller;
    private final long largest;
    private final Duration longest;

    ValuesResource(Values values, CurrentCaller caller, CacheConfig config) {
        this.values = values;
        this.caller = caller;
        this.largest = config.values().largest().asLongValue();
        this.longest = config.ttl().longest();
    }

    @Override
    public ValueReply get(String key, ValueQuestion question) {
        checkKey(key);
        if (question == null || question.leaseSeconds() < 1 || question.leaseSeconds() > LONGEST_LEASE) {
            throw Refusal.badRequest(
                    "invalid_lease", "leaseSeconds must be between 1 and %d.".formatted(LONGEST_LEASE));
        }
        return values.get(caller.get().tenant(), key, Duration.ofSeconds(question.leaseSeconds()));
    }

    @Override
    @SuppressWarnings("NullAway") // what came over the wire may lack anything
    public void put(String key, ValueEntry entry) {
        checkKey(key);
        if (entry == null || entry.value() == null) {
            throw Refusal.badRequest("missing_value", "There is no value to keep. Send value and ttlSeconds.");
        }
        if (entry.value().length() > largest) {
            throw new Refusal(
                    413,
                    "value_too_large",
                    "Value too large",
                    "The value has %d characters; at most %d are kept (sluice.cache.values.largest)."
                            .formatted(entry.value().length(), largest));
        }
        if (entry.ttlSeconds() < 1 || entry.ttlSeconds() > longest.toSeconds()) {
            throw Refusal.badRequest(
                    "invalid_ttl",
                    "ttlSeconds is %d; it must be between 1 and %d."
                            .formatted(entry.ttlSeconds(), longest.toSeconds()));
        }
        values.put(caller.get().tenant(), key, entry.value(), Duration.ofSeconds(entry.ttlSeconds()));
    }

    private static void checkKey(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Refusal.badRequest("invalid_key", "A key has 1 to %d characters.".formatted(LONGEST_KEY));
        }
    }
}
