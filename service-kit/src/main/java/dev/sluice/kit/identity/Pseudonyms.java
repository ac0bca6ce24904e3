package dev.sluice.kit.identity;

import dev.sluice.kit.config.EventsConfig;
import dev.sluice.kit.config.InternalConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for end users in events: the same user of the same tenant is always the same 32 hex digits, and nobody without
 * the key can tell who that is. HMAC-SHA-256 (RFC 2104) of tenant and id, cut to 128 bits.
 */
@Singleton
public class Pseudonyms {

    private static final int BYTES = 16;

    private final SecretKeySpec key;

    @Inject
    Pseudonyms(EventsConfig events, InternalConfig internal) {
        this(events.pseudonymKey().or(internal::secret).orElse("no secret is set: dev and test only"));
    }

    /** Pseudonyms under a key of at least 16 characters. */
    public Pseudonyms(String key) {
        if (key.length() < BYTES) {
            throw new IllegalArgumentException(
                    "sluice.events.pseudonym-key is shorter than 16 characters: make one with openssl rand -hex 32.");
        }
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /**
     * The pseudonym of a tenant's user.
     *
     * @param user the id as the caller knows it, such as an account number or a hash of an address
     */
    public String of(String tenant, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(tenant.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] whole = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
