package dev.sluice.gateway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.experiments.Drawn;
import dev.sluice.gateway.ingress.BodyRoom;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.templates.Templates;
import dev.sluice.gateway.templates.Wish;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Function;
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

    /** How a dialect has a template's messages put into the body of a request, before its own. */
    interface Putting {

        /** Changes the body, whose member {@code template} is gone already. */
        void into(ObjectNode body, Templates.Filled template);
    }

    /**
     * A chat completion with its prompt; as it came where it names no template.
     *
     * @return fails with an {@link ApiError} when the template cannot be filled
     */
    Future<ChatRequest> chat(Exchange x, ChatRequest asked) {
        return asked.templateAt() == null
                ? Future.succeededFuture(asked)
                : of(x, asked, asked.template(), filled -> asked.filled(filled.listed(), bounds));
    }

    /**
     * A request in another dialect with its prompt; as it came where it names no template.
     *
     * @return fails with an {@link ApiError} when the template cannot be filled
     */
    Future<PlainRequest> other(Exchange x, PlainRequest asked, Putting putting) {
        return asked.templateAt() == null
                ? Future.succeededFuture(asked)
                : of(x, asked, asked.template(), filled -> {
                    ObjectNode body = (ObjectNode) Json.read(asked.bytes());
                    body.remove("template");
                    putting.into(body, filled);
                    return PlainRequest.read(Json.write(body), "", bounds);
                });
    }

    /** Draws, fills, and notes it on the sheet. */
    private <R extends ModelRequest> Future<R> of(
            Exchange x, R asked, JsonNode template, Function<Templates.Filled, R> whole) {
        x.asked(asked.model(), asked.stream());
        Wish wish = Wish.read(template);
        Integer wanted = wish.version();
        Drawn drawn = plans.draw(x, asked.model(), wanted == null ? wish.name() : null);
        Integer compared = drawn.version();
        x.drawFrom(drawn);
        return fill(x, wish, wanted == null ? compared : wanted)
                .recover(failure ->
                        compared != null && isNotThere(failure) ? usual(x, wish) : Future.failedFuture(failure))
                .map(filled -> {
                    x.template(wish.name() + "@" + filled.version());
                    R prompt = whole.apply(filled);
                    if (!x.unpacked(prompt.bytes().length)) {
                        throw BodyRoom.noRoom();
                    }
                    return prompt;
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
