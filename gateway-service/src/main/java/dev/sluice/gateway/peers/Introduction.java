package dev.sluice.gateway.peers;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Introduces the caller to our own services. */
@Singleton
public class Introduction {

    private final @Nullable String secret;

    Introduction(InternalConfig config) {
        this.secret = config.secret().orElse(null);
    }

    /** Sets the identity headers; whatever the client sent under these names is not among the given headers. */
    public void write(@Nullable Caller caller, String requestId, MultiMap headers) {
        set(headers, InternalHeaders.SECRET, secret);
        set(headers, InternalHeaders.REQUEST_ID, requestId);
        if (caller != null) {
            set(headers, InternalHeaders.TENANT, caller.tenant());
            set(headers, InternalHeaders.PROJECT, caller.project());
            set(headers, InternalHeaders.KEY_ID, caller.keyId());
            set(headers, InternalHeaders.SCOPES, String.join(",", caller.scopes()));
        }
    }

    private static void set(MultiMap headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.set(name, value);
        }
    }
}
