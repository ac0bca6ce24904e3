package dev.sluice.gateway.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An API key that a gateway knows from its settings alone, without an admin or a broker. */
public final class StaticKey {

    public static final String PEPPER = "it-key-pepper-of-no-worth";
    public static final String KEY = "sk-sl-fixed-0123456789";

    private StaticKey() {}

    /** What {@code sluice.gateway.static-keys.fixed.hash} has to be. */
    public static String hash() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(PEPPER.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(KEY.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
