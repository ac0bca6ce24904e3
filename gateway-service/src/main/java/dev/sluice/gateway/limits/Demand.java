package dev.sluice.gateway.limits;

import dev.sluice.gateway.allowance.Level;
import dev.sluice.kit.prices.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call will need, as far as it can be told beforehand.
 *
 * @param tenant whose call
 * @param levels the levels it must pass
 * @param model the model by the name it was asked for
 * @param promptTokens tokens of the prompt, estimated
 * @param maxOutput tokens the answer may have; null when the client set no bound
 * @param answers whether there is an answer in tokens; embeddings have none
 * @param price of the dearest model that may answer; null when it costs nothing
 */
public record Demand(
        String tenant,
        List<Level> levels,
        String model,
        long promptTokens,
        @Nullable Long maxOutput,
        boolean answers,
        @Nullable Price price) {

    long nano(long outputTokens) {
        return price == null ? 0 : price.nanoUsd(promptTokens, 0, outputTokens);
    }
}
