package dev.sluice.gateway.front;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.auth.KeyAuth;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.gateway.recall.Recall;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The public paths of the other services, behind the gateway's keys. */
@Singleton
class FrontRoutes {

    private static final int ORDER = -900;

    /** Before the rest of {@code /v1}, which knows models only; behind a provider's own files. */
    private static final int ORDER_IN_DIALECT = -1_000;

    private static final String OPENAI = "/openai";
    private static final List<String> IN_DIALECT = List.of("/v1/files", "/v1/batches");

    private final KeyAuth auth;
    private final Passage passage;
    private final Recall recall;

    FrontRoutes(KeyAuth auth, Passage passage, Recall recall) {
        this.auth = auth;
        this.passage = passage;
        this.recall = recall;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(route -> serve(route, route.normalizedPath()));
        for (String path : IN_DIALECT) {
            router.route(path + "*").order(ORDER_IN_DIALECT).handler(route -> serve(route, route.normalizedPath()));
            router.route(OPENAI + path + "*")
                    .order(ORDER_IN_DIALECT)
                    .handler(route -> serve(route, route.normalizedPath().substring(OPENAI.length())));
        }
    }

    private void serve(RoutingContext route, String path) {
        Sibling sibling = Sibling.of(path);
        if (sibling == null) {
            route.next();
            return;
        }
        boolean open = Sibling.isBelow(path, Sibling.OPEN);
        if (open && !isRead(route)) {
            refuse(
                    route,
                    new Refusal(
                            405,
                            "method_not_allowed",
                            "Method not allowed",
                            "The dashboard is read with GET.",
                            Map.of("allow", "GET, HEAD")));
            return;
        }
        RequestLog.note(route, "sibling", sibling.service());
        if (open) {
            passage.pass(route, path, sibling, null, status -> {});
            return;
        }
        auth.prove(route)
                .onSuccess(credential -> {
                    Caller caller = credential.caller();
                    RequestLog.note(route, "tenant", caller.tenant());
                    passage.pass(route, path, sibling, caller, status -> changed(route, sibling, path, caller, status));
                })
                .onFailure(stranger -> {
                    if (isInDialect(path)) {
                        route.request().resume();
                        OpenAiErrors.send(route, OpenAiErrors.of(stranger));
                    } else {
                        refuse(route, Problems.of(OpenAiErrors.of(stranger)));
                    }
                });
    }

    /** Whether errors of a path are said as OpenAI says them. */
    static boolean isInDialect(String path) {
        return IN_DIALECT.stream().anyMatch(prefix -> Sibling.isBelow(path, prefix));
    }

    private static boolean isRead(RoutingContext route) {
        HttpMethod method = route.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static void refuse(RoutingContext route, Refusal refusal) {
        route.request().resume();
        Problems.send(route, refusal);
    }

    /** These are asked with a body, but change nothing. */
    private static boolean isQuestion(String path) {
        return path.equals("/cache/explain") || path.endsWith("/compare");
    }

    /** What was cleared there must not be served from here; new documents make the built-in model's answers old. */
    private void changed(RoutingContext route, Sibling sibling, String path, Caller caller, int status) {
        if (status >= 300 || isRead(route)) {
            return;
        }
        if (sibling == Sibling.CACHE && !isQuestion(path)) {
            recall.forget(caller.tenant());
        } else if (Sibling.isBelow(path, "/knowledge")) {
            recall.outdate(caller.tenant());
        }
    }
}
