package dev.sluice.gateway.auth;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Tells whether a request comes from another of our services: it knows the secret they share. */
@Singleton
class Siblings {

    private static final int SHORTEST = 16;

    private final byte @Nullable [] secret;

    Siblings(InternalConfig config) {
        this.secret = config.secret()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> bytes.length >= SHORTEST)
                .orElse(null);
    }

    boolean isOne(HttpServerRequest request) {
        String sent = request.getHeader(InternalHeaders.SECRET);
        return sent != null && secret != null && MessageDigest.isEqual(secret, sent.getBytes(StandardCharsets.UTF_8));
    }
}
