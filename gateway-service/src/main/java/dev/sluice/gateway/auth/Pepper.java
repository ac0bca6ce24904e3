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

    private final Mac keyed;

    Pepper(String pepper) {
        if (pepper.length() < SHORTEST) {
            throw new IllegalStateException(
                    "sluice.gateway.key-pepper is missing or shorter than %d characters: API keys are hashed with it. Set"
                                    .formatted(SHORTEST)
                            + " SLUICE_GATEWAY_KEY_PEPPER to a random text (openssl rand -hex 32), the same in all replicas,"
                            + " and keep it: keys made with another pepper are not known any more.");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Hex HMAC-SHA-256 of the whole key. */
    String hash(ApiKey key) {
        try {
            // A copy of the keyed one spares each request the look-up of the algorithm and the work on the pepper.
            Mac mac = (Mac) keyed.clone();
            return HexFormat.of().formatHex(mac.doFinal(key.text().getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java cannot copy an " + ALGORITHM, e);
        }
    }

    /** Whether two hashes are the same, in a time that does not depend on where they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
