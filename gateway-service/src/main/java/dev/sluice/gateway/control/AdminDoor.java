package dev.sluice.gateway.control;

import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.BodyReader;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Problem;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets administrators in, runs what they ask for off the event loop, and answers them. Management port only. */
@Singleton
public class AdminDoor {

    private static final long LARGEST_BODY = 64 * 1024;
    private static final String SCHEME = "Bearer ";

    private final List<AdminLogin> logins;

    /** What an administrator asks for. May block. */
    @FunctionalInterface
    public interface Work {

        /** Does it; a {@link Refusal} or {@link ApiError} tells why not. */
        AdminAnswer run(String actor, byte[] body);
    }

    AdminDoor(@All List<AdminLogin> logins) {
        this.logins = List.copyOf(logins);
    }

    /** Serves one admin call. */
    public void open(RoutingContext route, Work work) {
        // The body is read at once, since the management router does not hold it back while a token is checked.
        Future<byte[]> body = body(route, LARGEST_BODY);
        actor(credential(route), 0)
                .compose(actor -> body.compose(read -> OffLoop.call(() -> work.run(actor, read))))
                .onSuccess(answer -> send(route, answer.status(), "application/json", answer.body()))
                .onFailure(failure -> refuse(route, asRefusal(failure)));
    }

    /** Lets an administrator in to what answers by itself; answers everybody else. For calls without a body. */
    public void enter(RoutingContext route, Runnable inside) {
        actor(credential(route), 0)
                .onSuccess(actor -> inside.run())
                .onFailure(failure -> refuse(route, asRefusal(failure)));
    }

    private static String credential(RoutingContext route) {
        String header = route.request().getHeader("authorization");
        return header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
    }

    /** Answers with an error. */
    public static void refuse(RoutingContext route, Refusal refusal) {
        refusal.headers().forEach((name, value) -> route.response().putHeader(name, value));
        send(
                route,
                refusal.status(),
                Problem.MEDIA_TYPE,
                JsonObject.mapFrom(Problem.of(refusal, Ids.next())).encode());
    }

    /** Asks one login after the other. */
    private Future<String> actor(String credential, int index) {
        if (index == logins.size()) {
            return Future.failedFuture(stranger());
        }
        return logins.get(index)
                .actor(credential)
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> actor(credential, index + 1)));
    }

    private Refusal stranger() {
        return logins.stream().anyMatch(AdminLogin::isOn)
                ? new Refusal(
                        401,
                        "wrong_admin_key",
                        "Unauthorized",
                        "Send Authorization: Bearer <the admin key of this gateway>, or a token of an administrator.")
                : new Refusal(
                        403,
                        "admin_off",
                        "Forbidden",
                        "The admin API is off: no admin key is configured. Set SLUICE_GATEWAY_ADMIN_KEY and restart.");
    }

    /** The body of a call on either port, up to a limit: the management router's body handler may have read it already. */
    public static Future<byte[]> body(RoutingContext route, long largest) {
        Buffer read = route.body() == null ? null : route.body().buffer();
        if (read != null || route.request().isEnded()) {
            return Future.succeededFuture(read == null ? new byte[0] : read.getBytes());
        }
        return BodyReader.read(route.request(), largest);
    }

    private static Refusal asRefusal(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case ApiError error -> new Refusal(error.status(), error.kind(), "Refused", error.message());
            default -> {
                Log.errorf(failure, "an admin call failed unexpectedly");
                yield new Refusal(500, "internal", "Internal error", "Something failed on our side; the log has it.");
            }
        };
    }

    private static void send(RoutingContext route, int status, String type, @Nullable String body) {
        var response = route.response().setStatusCode(status);
        if (body == null) {
            response.end();
        } else {
            response.putHeader("content-type", type).end(body);
        }
    }
}
