package dev.sluice.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes keys with HMAC-SHA-256, so that a stolen list of hashes is worth nothing without the pepper. */
final class Pepper {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 16;

    private final SecretKeySpec secret;

    Pepper(String pepper) {
        if (pepper.length() < SHORTEST) {
            throw new IllegalStateException(
                    "sluice.gateway.key-pepper is missing or shorter than %d characters: API keys are hashed with it. Set"
                                    .formatted(SHORTEST)
                            + " SLUICE_GATEWAY_KEY_PEPPER to a random text (openssl rand -hex 32), the same in all replicas,"
                            + " and keep it: keys made with another pepper are not known any more.");
        }
        this.secret = new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Hex HMAC-SHA-256 of the whole key. */
    String hash(ApiKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(key.text().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Whether the key has the hash, in a time that does not depend on where they differ. */
    boolean matches(ApiKey key, String hash) {
        return MessageDigest.isEqual(
                hash(key).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }
}
