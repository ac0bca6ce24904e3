package dev.sluice.gateway.auth;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a request into a caller. */
@Singleton
public class KeyAuth {

    private static final String HOW =
            " Send Authorization: Bearer sk-sl-...; an administrator makes keys with POST /admin/keys on the management port.";
    private static final String SCHEME = "bearer ";

    private final Pepper pepper;
    private final KeyRing ring;
    private final String nobody;

    KeyAuth(GatewayConfig config, KeyRing ring) {
        this.pepper = new Pepper(config.keyPepper().orElse(""));
        this.ring = ring;
        this.nobody = "0".repeat(64);
    }

    /**
     * The caller of a request.
     *
     * @throws ApiError 401 without a key that is known; 503 while this replica has read no keys yet
     */
    public Caller caller(HttpServerRequest request) {
        String credential = credential(request);
        if (credential == null) {
            throw ApiError.unauthenticated("The request carries no API key." + HOW);
        }
        Optional<ApiKey> key = ApiKey.parse(credential);
        if (key.isEmpty()) {
            throw ApiError.unauthenticated("The API key has not the form sk-sl-<id>-<secret>." + HOW);
        }
        KeyRecord known = ring.find(key.get().id());
        // An unknown id costs the same hash as a known one, so that time does not tell which ids exist.
        if (pepper.matches(key.get(), known == null ? nobody : known.hash()) && known != null) {
            return known.caller();
        }
        if (known == null && ring.source() == KeyRing.Source.NOTHING) {
            throw ApiError.unavailable(
                    "keys_not_read", "This gateway has not read its keys yet, since Kafka is away. Try again soon.", 2);
        }
        throw ApiError.unauthenticated("The API key is wrong or revoked." + HOW);
    }

    String hash(ApiKey key) {
        return pepper.hash(key);
    }

    private static @Nullable String credential(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null) {
            return request.getHeader("x-api-key");
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).trim()
                : "";
    }
}
