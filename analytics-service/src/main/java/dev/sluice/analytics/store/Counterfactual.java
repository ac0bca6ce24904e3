package dev.sluice.analytics.store;

import dev.sluice.contracts.events.Event;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.prices.Prices;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs by the price table here, computed from its tokens and not taken from its event: proves the gateway's
 * sums, and tells what another choice would have cost.
 */
final class Counterfactual {

    private static final Prices PRICES = Prices.bundled();

    private Counterfactual() {}

    /** The price of a call's tokens, nano-USD; null where it cost nothing, or was priced by another table. */
    static @Nullable Long list(Event event) {
        Event.Call call = event.call();
        if (call == null || !priced(event)) {
            return null;
        }
        return price(event, call.modelUsed() == null ? call.model() : call.modelUsed());
    }

    /**
     * The price of the same tokens at the model that was asked for; null unless another known model answered.
     */
    static @Nullable Long asked(Event event) {
        Event.Call call = event.call();
        boolean routed =
                call != null && call.modelUsed() != null && !call.model().equals(call.modelUsed());
        return call != null && routed && priced(event) ? price(event, call.model()) : null;
    }

    private static boolean priced(Event event) {
        return event.usage() != null && event.money().priceVersion().equals(PRICES.version());
    }

    private static @Nullable Long price(Event event, String model) {
        Event.Usage usage = event.usage();
        Optional<Price> price = PRICES.of(model);
        return usage == null || price.isEmpty()
                ? null
                : Long.valueOf(price.get()
                        .nanoUsd(
                                usage.inputTokens(),
                                usage.cachedInputTokens(),
                                usage.outputTokens(),
                                usage.reasoningTokens(),
                                usage.audioInputTokens(),
                                usage.audioOutputTokens()));
    }
}
