package dev.sluice.optimizer.benefit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.prices.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What shortening brought each tenant, of those that asked last; since this process started. */
@ApplicationScoped
public class Benefits {

    private static final int MOST_TENANTS = 10_000;
    private static final long TOKENS = 1_000_000;

    private final BenefitConfig config;
    private final Prices prices = Prices.bundled();
    private final Cache<String, Benefit> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    Benefits(BenefitConfig config) {
        this.config = config;
    }

    /**
     * The level that pays most; absent when none does.
     *
     * @param bytes size of the prompt
     * @param draw any number that is the same for the same prompt
     * @param model the model that will be asked; absent when nobody said
     */
    public @Nullable Level level(String tenant, long bytes, int draw, @Nullable String model) {
        double token = (model == null ? Optional.<Price>empty() : prices.of(model))
                .map(price -> (double) price.nanoUsd(TOKENS, 0, 0) / TOKENS)
                .orElse(config.tokenWorth());
        return tenants.get(tenant, any -> new Benefit())
                .level(bytes, draw, new Benefit.Worth(token, config.milliWorth()));
    }

    /** Takes in what a level brought. */
    public void learn(String tenant, Level level, long bytes, int tokensRemoved, double millis) {
        tenants.get(tenant, any -> new Benefit()).learn(level, bytes, tokensRemoved, millis);
    }
}
