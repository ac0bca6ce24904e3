package dev.sluice.gateway.resilience;

import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.wire.Flight;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an upstream is told so that it can tell a retry from a new request. A client's own key never leaves as it is: two
 * tenants may choose the same one, and to the upstream they are one customer.
 */
final class IdempotencyKey {

    private static final int BYTES = 16;

    private IdempotencyKey() {}

    /**
     * The same for each retry of a call to the same deployment.
     *
     * @param hedge whether it is meant to be done beside the first one
     */
    static String of(Call call, Flight flight, boolean hedge) {
        String wish = call.headers().get("idempotency-key");
        String model = call.deployment().model();
        String key = wish == null
                ? flight.id() + "-" + Integer.toHexString(model.hashCode())
                : hash(call.caller().tenant() + "\n" + model + "\n" + wish);
        return hedge ? key + "-h" : key;
    }

    private static String hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
