package dev.sluice.gateway.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Checks tokens against the issuers of the configuration. */
@Singleton
public class TokenCheck {

    private static final int LONGEST = 8 * 1024;
    private static final int AT_ONCE = 256;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final ObjectMapper json;
    private final Map<String, Issuer> issuers = new HashMap<>();
    private final Semaphore running = new Semaphore(AT_ONCE);

    @Inject
    TokenCheck(OidcConfig config, ObjectMapper json) {
        this.json = json;
        if (config.providers().isEmpty()) {
            return;
        }
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        config.providers().forEach((name, provider) -> {
            var jwks = new Jwks(provider.jwksUrl(), provider.jwksTtl(), provider.jwksPause(), System::nanoTime, http);
            var issuer = new Issuer(name, provider, jwks);
            if (issuers.put(issuer.issuer(), issuer) != null) {
                throw new IllegalStateException(
                        "sluice.gateway.oidc.%s names an issuer that another entry names too: one of them would never be asked."
                                .formatted(name));
            }
        });
    }

    /** Whether a credential looks like a token, and tokens are taken here. */
    public boolean isToken(String credential) {
        return !issuers.isEmpty() && credential.startsWith("ey") && credential.indexOf('.') > 0;
    }

    /**
     * Checks a token off the event loop; fails with an {@link ApiError}: 401 if it does not hold, 503 if its issuer's keys
     * cannot be had or too many tokens are being checked.
     */
    public Future<Identity> check(String token) {
        Issuer issuer;
        try {
            issuer = issuer(token);
        } catch (ApiError stranger) {
            return Future.failedFuture(stranger);
        }
        if (!running.tryAcquire()) {
            return Future.failedFuture(ApiError.unavailable(
                    "too_many_tokens", "Too many new tokens are being checked at the moment. Try again soon.", 1));
        }
        return OffLoop.call(() -> {
            try {
                return issuer.check(token);
            } finally {
                running.release();
            }
        });
    }

    /** The issuer that a token names, if its form and its algorithm are such that a look at the signature is worth it. */
    private Issuer issuer(String token) {
        String[] parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        JsonNode header = parts.length == 3 ? object(parts[0]) : null;
        JsonNode claims = parts.length == 3 ? object(parts[1]) : null;
        if (header == null || claims == null || parts[2].isEmpty()) {
            throw ApiError.unauthenticated(
                    "The token is not a signed JWT of at most 8 KiB. Send Authorization: Bearer <token>.");
        }
        Issuer issuer = issuers.get(claims.path("iss").asText());
        if (issuer == null) {
            throw ApiError.unauthenticated(
                    "The token comes from an issuer that is not trusted here (sluice.gateway.oidc).");
        }
        if (!issuer.takes(header.path("alg").asText())) {
            throw ApiError.unauthenticated(
                    "The token is signed in a way that is not taken here (sluice.gateway.oidc.<name>.algorithms).");
        }
        return issuer;
    }

    private @Nullable JsonNode object(String part) {
        try {
            JsonNode node = json.readTree(Base64.getUrlDecoder().decode(part));
            return node != null && node.isObject() ? node : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
