package dev.sluice.gateway.tenancy;

import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Quota;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tiers of the configuration. */
@Singleton
public class Tiers {

    private final Map<String, Allowance> tiers = new HashMap<>();

    Tiers(TiersConfig config) {
        config.tiers().forEach((name, tier) -> {
            try {
                tiers.put(name, allowance(tier));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "sluice.gateway.tiers.%s makes no sense: %s.".formatted(name, e.getMessage()), e);
            }
        });
    }

    /** What a tier allows; null if there is no such tier. */
    public @Nullable Allowance find(String name) {
        return tiers.get(name);
    }

    /** The names of all tiers, for messages. */
    String names() {
        return String.join(", ", new TreeSet<>(tiers.keySet()));
    }

    private static Allowance allowance(TiersConfig.Tier tier) {
        List<Quota> requests = new ArrayList<>();
        add(requests, tier.requestsPerMinute(), Duration.ofMinutes(1));
        add(requests, tier.requestsPerHour(), Duration.ofHours(1));
        List<Quota> tokens = new ArrayList<>();
        add(tokens, tier.tokensPerMinute(), Duration.ofMinutes(1));
        add(tokens, tier.tokensPerDay(), Duration.ofDays(1));
        return new Allowance(
                requests,
                tokens,
                tier.concurrent().isPresent() ? tier.concurrent().getAsInt() : null,
                null);
    }

    private static void add(List<Quota> quotas, OptionalLong limit, Duration window) {
        limit.ifPresent(most -> quotas.add(new Quota(most, window)));
    }
}
