package dev.sluice.gateway.journey;

import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.recall.Found;
import dev.sluice.gateway.recall.Inquiry;
import dev.sluice.gateway.recall.Recall;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** What is still to be done when a client has its stored answer. */
@Singleton
class Afterwards {

    private final Background background;
    private final Recall recall;

    Afterwards(Background background, Recall recall) {
        this.background = background;
        this.recall = recall;
    }

    /**
     * A stored answer was served.
     *
     * @param ask what would have been asked without it, as a chat completion; called only if it has to be
     */
    void served(Exchange x, Found found, Supplier<Future<Ask>> ask) {
        Inquiry inquiry = found.inquiry();
        if (found.stale() && inquiry != null) {
            ask.get()
                    .onSuccess(same -> background.ask(
                            x, same, "refresh", fresh -> recall.remember(inquiry, fresh.document(), fresh.costNano())));
            return;
        }
        String entry = found.entryId();
        if (found.audit() && inquiry != null && entry != null) {
            ask.get()
                    .onSuccess(same ->
                            background.ask(x, same, "audit", fresh -> recall.audit(inquiry, entry, fresh.document())));
        }
    }
}
