package dev.sluice.gateway.journey;

import dev.sluice.contracts.events.Event;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.responses.Kept;
import dev.sluice.gateway.responses.Lookup;
import dev.sluice.gateway.responses.ResponsesReader;
import dev.sluice.gateway.responses.Retention;
import dev.sluice.gateway.responses.TemplatedInput;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journey of {@code /v1/responses}: that of a chat, with a conversation before it that may be kept here, and an answer
 * that is kept for going on.
 */
@Singleton
class ResponsesJourney {

    private static final int RETRY_SECONDS = 2;

    private final Bounds bounds;
    private final Desk desk;
    private final ChatJourney chat;
    private final Retention retention;
    private final Forward forward;
    private final Once once;
    private final Filling filling;

    ResponsesJourney(
            Desk desk,
            ChatJourney chat,
            Retention retention,
            Forward forward,
            Bounds bounds,
            Once once,
            Filling filling) {
        this.bounds = bounds;
        this.desk = desk;
        this.chat = chat;
        this.retention = retention;
        this.forward = forward;
        this.once = once;
        this.filling = filling;
    }

    void serve(RoutingContext route) {
        desk.serve(route, Event.Kind.COMPLETION, once.around(this::run));
    }

    private Future<Outcome> run(Exchange x, byte[] body) {
        return filling.other(x, PlainRequest.read(body, "", bounds), TemplatedInput::put)
                .compose(asked -> {
                    String previous = ResponsesReader.previous(asked);
                    return previous == null
                            ? run(x, asked, null)
                            : retention
                                    .find(x.caller.tenant(), previous)
                                    .compose(known -> run(x, asked, kept(known, ResponsesReader::notFound)));
                });
    }

    private Future<Outcome> run(Exchange x, PlainRequest asked, @Nullable Kept before) {
        String id = "resp_sl_" + Ids.next().toString().replace("-", "");
        var read = ResponsesReader.read(asked, before, id, Instant.now().getEpochSecond());
        read.frame().listen((made, kept) -> retention.keep(x.caller.tenant(), made, kept));
        x.frame = read.frame();
        return chat.run(x, asked.bytes().length, read.request());
    }

    private static Kept kept(Lookup known, Supplier<ApiError> missing) {
        return switch (known) {
            case Lookup.Found found -> found.kept();
            case Lookup.Missing nothing -> throw missing.get();
            case Lookup.Unknown unknown ->
                throw away("This replica does not have the response, and Redis, which has those of the others, is away."
                        + " Try again soon, or send the conversation as input.");
        };
    }

    private static ApiError away(String message) {
        return ApiError.unavailable("responses_away", message, RETRY_SECONDS);
    }

    void get(RoutingContext route) {
        kept(
                route,
                (tenant, id, kept) ->
                        Future.succeededFuture(Buffer.buffer(kept.response().bytes())));
    }

    void delete(RoutingContext route) {
        kept(
                route,
                (tenant, id, kept) -> retention
                        .forget(tenant, id)
                        .recover(
                                lost -> Future.failedFuture(
                                        away(
                                                "The response is deleted here, but Redis is away, and others may have it still. Delete it again soon.")))
                        .map(gone -> new JsonObject()
                                .put("id", id)
                                .put("object", "response")
                                .put("deleted", true)
                                .toBuffer()));
    }

    private interface Ours {
        /** The answer, unless the host that keeps it has to be asked. */
        Future<Buffer> answer(String tenant, String id, Kept kept);
    }

    private void kept(RoutingContext route, Ours ours) {
        forward.known(route, tenant -> {
            String id = Objects.requireNonNull(route.pathParam("id"));
            retention
                    .find(tenant, id)
                    .map(known -> kept(known, ResponsesJourney::notFound))
                    .compose(kept -> ours.answer(tenant, id, kept).map(answer -> {
                        String provider = kept.provider();
                        if (provider != null) {
                            forward.pass(route, provider, "/responses/" + id);
                        } else {
                            route.request().resume();
                            route.response()
                                    .putHeader("content-type", "application/json")
                                    .end(answer);
                        }
                        return answer;
                    }))
                    .onFailure(error -> {
                        Speech.of(route).send(route, OpenAiErrors.of(error));
                        route.request().resume();
                    });
        });
    }

    private static ApiError notFound() {
        return ApiError.notFound(
                "There is no such response, or it is not kept any more (sluice.gateway.responses.retention).");
    }
}
