package dev.sluice.gateway.control;

import dev.sluice.gateway.GatewayConfig;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one admin key of the configuration. */
@Singleton
class AdminKey implements AdminLogin {

    private static final String ACTOR = "admin-key";

    private final byte @Nullable [] wanted;

    AdminKey(GatewayConfig config) {
        this.wanted = config.adminKey()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
    }

    @Override
    public boolean isOn() {
        return wanted != null;
    }

    @Override
    public Future<Optional<String>> actor(String credential) {
        boolean same = wanted != null && MessageDigest.isEqual(wanted, credential.getBytes(StandardCharsets.UTF_8));
        return Future.succeededFuture(same ? Optional.of(ACTOR) : Optional.empty());
    }
}
