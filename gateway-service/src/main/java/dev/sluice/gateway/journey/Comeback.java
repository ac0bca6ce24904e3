package dev.sluice.gateway.journey;

import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.resume.Bookmark;
import dev.sluice.gateway.resume.Follower;
import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.resume.Streams;
import dev.sluice.gateway.wire.Live;
import dev.sluice.gateway.wire.LiveRoute;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Clients that come back for a stream they lost: {@code GET /v1/streams/{id}}, or the request they first sent, with the
 * {@code Last-Event-ID} they have seen. Nobody is asked and nothing is billed for it.
 */
@Singleton
class Comeback {

    private static final int ORDER = -1_001;
    private static final String LAST_EVENT_ID = "last-event-id";

    private final KeyAuth auth;
    private final Streams streams;
    private final Live live;

    Comeback(KeyAuth auth, Streams streams, Live live) {
        this.auth = auth;
        this.streams = streams;
        this.live = live;
    }

    void register(@Observes Router router) {
        router.get("/v1/streams/:id").order(ORDER).handler(this::get);
    }

    private void get(RoutingContext route) {
        route.request().resume();
        String lastSeen = route.request().getHeader(LAST_EVENT_ID);
        Bookmark seen = Bookmark.parse(lastSeen == null ? route.pathParam("id") + ":0" : lastSeen);
        auth.prove(route)
                .onSuccess(credential -> {
                    if (seen == null || !seen.stream().equals(route.pathParam("id"))) {
                        OpenAiErrors.send(
                                route,
                                ApiError.invalid(
                                        LAST_EVENT_ID,
                                        "invalid_event_id",
                                        "The path is /v1/streams/<stream>, and Last-Event-ID is an id of an event of that stream: <stream>:<number>."));
                    } else {
                        follow(route, credential, seen);
                    }
                })
                .onFailure(stranger -> OpenAiErrors.send(route, OpenAiErrors.of(stranger)));
    }

    /** Whether the request is from a client that comes back, and has been answered. */
    boolean serve(RoutingContext route, Credential credential) {
        String lastSeen = route.request().getHeader(LAST_EVENT_ID);
        Bookmark seen = lastSeen == null ? null : Bookmark.parse(lastSeen);
        if (seen == null) {
            return false;
        }
        route.request().resume();
        follow(route, credential, seen);
        return true;
    }

    private void follow(RoutingContext route, Credential credential, Bookmark seen) {
        String tenant = credential.caller().tenant();
        RequestLog.note(route, "tenant", tenant);
        StreamLog log = streams.find(tenant, seen.stream());
        if (log != null) {
            follow(route, log, seen);
            return;
        }
        streams.seek(tenant, seen)
                .onSuccess(elsewhere -> follow(route, elsewhere, seen))
                .onFailure(unknown -> OpenAiErrors.send(route, OpenAiErrors.of(unknown)));
    }

    private void follow(RoutingContext route, StreamLog log, Bookmark seen) {
        if (route.response().closed()) {
            return;
        }
        LiveRoute client = live.open(route, log.tenant());
        Speech speech = Speech.of(route);
        var follower = new Follower(log, seen, client.response(), error -> speech.event(error, RequestLog.idOf(route)));
        client.addEndHandler(end -> follower.stop());
        try {
            follower.start();
            client.waits();
        } catch (ApiError tooLate) {
            OpenAiErrors.send(route, tooLate);
        }
    }
}
