package dev.sluice.gateway.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.control.AdminDoor;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Problems;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Signing in to the dashboard with an identity provider, on both ports: {@code GET /dashboard/login} tells the page whom it
 * may send people to, {@code POST /dashboard/login} makes a token of the code they come back with. The page then sends that
 * token as it would a key: what it may see is decided where every token is checked, and nothing is kept here.
 */
@Singleton
class LoginRoutes {

    private static final String PATH = "/dashboard/login";
    private static final int BEFORE_THE_PAGE = -950;
    private static final long LARGEST_BODY = 16 * 1024;
    private static final int AT_ONCE = 64;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Map<String, CodeExchange> exchanges = new TreeMap<>();
    private final TokenCheck tokens;
    private final ObjectMapper json;
    private final Semaphore running = new Semaphore(AT_ONCE);

    LoginRoutes(OidcConfig config, TokenCheck tokens, ObjectMapper json) {
        this.tokens = tokens;
        this.json = json;
        config.providers()
                .forEach((name, provider) -> provider.login()
                        .ifPresent(login -> exchanges.put(name, new CodeExchange(name, login, http(), json))));
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, PATH).order(BEFORE_THE_PAGE).handler(this::offer);
        router.route(HttpMethod.POST, PATH).order(BEFORE_THE_PAGE).handler(this::exchange);
    }

    void registerManagement(@Observes ManagementInterface management) {
        management.router().route(HttpMethod.GET, PATH).order(BEFORE_THE_PAGE).handler(this::offer);
        management.router().route(HttpMethod.POST, PATH).order(BEFORE_THE_PAGE).handler(this::exchange);
    }

    /** Whom people may be sent to; an empty list where nobody is configured. */
    private void offer(RoutingContext route) {
        route.request().resume();
        var providers = new JsonArray();
        exchanges.forEach((name, exchange) -> providers.add(new JsonObject()
                .put("name", name)
                .put("title", exchange.config().title().orElse(name))
                .put("authorizeUrl", exchange.config().authorizeUrl().toString())
                .put("clientId", exchange.config().clientId())
                .put("scope", exchange.config().scope())));
        answer(route, new JsonObject().put("providers", providers));
    }

    private void exchange(RoutingContext route) {
        AdminDoor.body(route, LARGEST_BODY)
                .compose(this::token)
                .onSuccess(token -> answer(route, new JsonObject().put("token", token)))
                .onFailure(failure -> Problems.send(
                        route, failure instanceof Refusal refusal ? refusal : Problems.of(OpenAiErrors.of(failure))));
    }

    /** The token of a code, after a look whether it holds here at all. */
    private Future<String> token(byte[] body) {
        JsonNode asked = read(body);
        CodeExchange exchange = exchanges.get(asked.path("provider").asText());
        String code = asked.path("code").asText();
        String verifier = asked.path("verifier").asText();
        String redirect = asked.path("redirectUri").asText();
        if (exchange == null || code.isEmpty() || verifier.isEmpty() || redirect.isEmpty()) {
            return Future.failedFuture(Refusal.badRequest(
                    "bad_login",
                    "Send {\"provider\", \"code\", \"verifier\", \"redirectUri\"}; providers are those of GET " + PATH
                            + "."));
        }
        if (!running.tryAcquire()) {
            return Future.failedFuture(ApiError.unavailable(
                    "too_many_logins", "Too many people sign in at the moment. Try again soon.", 1));
        }
        return OffLoop.call(() -> exchange.token(code, verifier, redirect))
                .onComplete(done -> running.release())
                .compose(
                        token -> tokens.isToken(token)
                                ? tokens.check(token).map(token)
                                : Future.failedFuture(
                                        ApiError.unauthenticated(
                                                "The identity provider's token is no JWT. An operator must set sluice.gateway.oidc.<name>.login.token to the one that is.")));
    }

    private JsonNode read(byte[] body) {
        try {
            JsonNode read = json.readTree(body);
            return read == null ? json.createObjectNode() : read;
        } catch (IOException e) {
            return json.createObjectNode();
        }
    }

    private static void answer(RoutingContext route, JsonObject body) {
        route.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.encode());
    }
}
