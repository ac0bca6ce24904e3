package dev.sluice.gateway.journey;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.experiments.Drawn;
import dev.sluice.gateway.ingress.BodyRoom;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.templates.Templates;
import dev.sluice.gateway.templates.Wish;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What comes first for a chat that names a template: it is filled, in the version that the experiments of the call say, and
 * from there on it is a chat like any other.
 */
@Singleton
class Filling {

    private static final int NOT_FOUND = 404;

    private final Plans plans;
    private final Templates templates;
    private final Bounds bounds;

    Filling(Plans plans, Templates templates, Bounds bounds) {
        this.plans = plans;
        this.templates = templates;
        this.bounds = bounds;
    }

    /**
     * The chat with its prompt; noted on the sheet and told by header.
     *
     * @return fails with an {@link ApiError} when the template cannot be filled
     */
    Future<ChatRequest> of(Exchange x, ChatRequest asked) {
        Wish wish = Wish.read(asked.template());
        Integer wanted = wish.version();
        Drawn drawn = plans.draw(x, asked.model(), wanted == null ? wish.name() : null);
        Integer compared = drawn.version();
        x.drawFrom(drawn);
        return fill(x, wish, wanted == null ? compared : wanted)
                .recover(failure ->
                        compared != null && isNotThere(failure) ? usual(x, wish) : Future.failedFuture(failure))
                .map(filled -> {
                    x.template(wish.name() + "@" + filled.version());
                    ChatRequest whole = asked.filled(filled.messages(), bounds);
                    if (!x.unpacked(whole.bytes().length)) {
                        throw BodyRoom.noRoom();
                    }
                    return whole;
                });
    }

    /** The version that is compared is not there any more: as without the experiment, whose split tells that somebody is lost. */
    private Future<Templates.Filled> usual(Exchange x, Wish wish) {
        x.drawFrom(Drawn.NONE);
        x.tally.degraded("experiment");
        return fill(x, wish, null);
    }

    private Future<Templates.Filled> fill(Exchange x, Wish wish, @Nullable Integer version) {
        return templates.fill(wish, version, x.tally.session(), x.caller, x.requestId);
    }

    private static boolean isNotThere(Throwable failure) {
        return failure instanceof ApiError error
                && error.status() == NOT_FOUND
                && Objects.equals(error.code(), "no_version");
    }
}
