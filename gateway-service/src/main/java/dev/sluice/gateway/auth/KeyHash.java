package dev.sluice.gateway.auth;

import dev.sluice.gateway.GatewayConfig;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Compares keys with what is stored of them, at the same cost whatever is stored. */
@Singleton
class KeyHash {

    private static final String NOBODY = "0".repeat(64);

    private final Pepper pepper;

    KeyHash(GatewayConfig config) {
        this.pepper = new Pepper(config.keyPepper().orElse(""));
    }

    String of(ApiKey key) {
        return pepper.hash(key);
    }

    /**
     * Whether a key is the one that is stored, or the one before its last rotation while that is good.
     *
     * @param stored what is stored under the key's id; an unknown id costs as much as a known one, so that time does not
     *     tell which ids exist
     */
    boolean matches(ApiKey key, @Nullable KeyRecord stored, Instant now) {
        String hash = pepper.hash(key);
        KeyRecord.Previous previous = stored == null ? null : stored.previous();
        boolean current = Pepper.same(hash, stored == null ? NOBODY : stored.hash());
        boolean before = Pepper.same(hash, previous == null ? NOBODY : previous.hash());
        return current || (before && previous != null && now.isBefore(previous.until()));
    }
}
