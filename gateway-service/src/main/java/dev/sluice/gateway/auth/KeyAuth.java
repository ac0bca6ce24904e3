package dev.sluice.gateway.auth;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.gateway.control.ControlState;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.tenancy.Tenancy;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a request into what it proves. */
@Singleton
public class KeyAuth {

    private static final String HOW =
            " Send Authorization: Bearer sk-sl-...; an administrator makes keys with POST /admin/keys on the management port.";
    /** The paths that our services call for a key: what is fetched ahead, the steps of its tasks, its batches. */
    private static final Set<String> ON_BEHALF =
            Set.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses");

    /** What a batch looks up before it begins. */
    private static final String MODELS = "/v1/models/";

    private static final String SCHEME = "bearer ";

    private final KeyRing ring;
    private final KeyHash hash;
    private final ControlState state;
    private final Tenancy tenancy;
    private final PeerAddress peers;
    private final Bearers bearers;
    private final Siblings siblings;
    private final Clock clock = Clock.systemUTC();

    KeyAuth(
            KeyRing ring,
            KeyHash hash,
            ControlState state,
            Tenancy tenancy,
            PeerAddress peers,
            Bearers bearers,
            Siblings siblings) {
        this.ring = ring;
        this.hash = hash;
        this.state = state;
        this.tenancy = tenancy;
        this.peers = peers;
        this.bearers = bearers;
        this.siblings = siblings;
    }

    /** As {@link #prove(HttpServerRequest, String)} for the path of a route. */
    public Future<Credential> prove(RoutingContext route) {
        return prove(route.request(), route.normalizedPath());
    }

    /**
     * What the credential of a request proves. Known at once, but for a token that has not been seen before; the request
     * stays paused until then. Call it on the event loop.
     *
     * <p>Fails with an {@link ApiError}: 401 without a credential that is known and in force; 403 from a wrong address or
     * without the scope that the path takes; 503 while this replica has read no keys yet.
     *
     * @param path the normalised path, which tells the scope
     */
    public Future<Credential> prove(HttpServerRequest request, String path) {
        try {
            String sent = sent(request);
            if (sent != null && bearers.isToken(sent)) {
                return bearers.prove(sent).map(proven -> inScope(proven, request, path));
            }
            return Future.succeededFuture(inScope(credential(sent, request, path), request, path));
        } catch (ApiError stranger) {
            return Future.failedFuture(stranger);
        }
    }

    private Credential credential(@Nullable String credential, HttpServerRequest request, String path) {
        if (credential == null && isOnBehalf(path) && siblings.isOne(request)) {
            return onBehalf(request);
        }
        if (credential == null) {
            throw ApiError.unauthenticated("The request carries no API key." + HOW);
        }
        Optional<ApiKey> sent = ApiKey.parse(credential);
        if (sent.isEmpty()) {
            throw ApiError.unauthenticated("The API key has not the form sk-sl-<id>-<secret>." + HOW);
        }
        Key known = ring.find(sent.get().id());
        Instant now = clock.instant();
        if (hash.matches(sent.get(), known == null ? null : known.record(), now) && known != null) {
            return inForce(known, request, now);
        }
        if (known == null && state.source() == ControlState.Source.NOTHING) {
            throw ApiError.unavailable(
                    "keys_not_read", "This gateway has not read its keys yet, since Kafka is away. Try again soon.", 2);
        }
        throw ApiError.unauthenticated("The API key is wrong or revoked." + HOW);
    }

    private static boolean isOnBehalf(String path) {
        return ON_BEHALF.contains(path) || path.startsWith(MODELS);
    }

    /**
     * Another of our services calls for a key that asked it to: it may what the key may, as long as the key is in force.
     * Where the key itself may come from was looked at when it asked.
     */
    private Credential onBehalf(HttpServerRequest request) {
        String id = request.getHeader(InternalHeaders.KEY_ID);
        Key known = id == null ? null : ring.find(id);
        if (known == null
                || known.isExpired(clock.instant())
                || !known.record().tenant().equals(request.getHeader(InternalHeaders.TENANT))) {
            throw ApiError.unauthenticated("The API key on behalf of which a service calls is revoked or expired.");
        }
        return known.credential(tenancy);
    }

    private Credential inForce(Key key, HttpServerRequest request, Instant now) {
        if (key.isExpired(now)) {
            throw ApiError.unauthenticated("The API key expired at %s. Ask your administrator for a new one."
                    .formatted(key.record().expiresAt()));
        }
        if (key.hasRanges()) {
            String address = peers.of(request);
            if (!key.mayComeFrom(address)) {
                throw ApiError.forbidden(
                        "ip_not_allowed",
                        "This API key may not be used from this address. Call from one of its ranges, or ask your administrator to change its ipRanges.");
            }
        }
        return key.credential(tenancy);
    }

    private static Credential inScope(Credential proven, HttpServerRequest request, String path) {
        Set<String> has = proven.caller().scopes();
        if (!has.isEmpty()) {
            Set<String> anyOf = Scopes.of(request.method().name(), path);
            if (!Scopes.enough(has, anyOf)) {
                throw ApiError.forbidden(
                        "missing_scope",
                        "This path takes the scope '%s', which this credential has not. Ask your administrator for it."
                                .formatted(String.join("' or '", new TreeSet<>(anyOf))));
            }
        }
        return proven;
    }

    private static @Nullable String sent(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null) {
            return request.getHeader("x-api-key");
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).trim()
                : "";
    }
}
