package dev.sluice.worker.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** The headers of a signed message, after Standard Webhooks 1.0: the signature is over id, time and body. Pure. */
final class Signed {

    private Signed() {}

    static Map<String, String> headers(String id, Instant at, String body, byte[] key) {
        String seconds = Long.toString(at.getEpochSecond());
        byte[] text = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
        String signature = Base64.getEncoder().encodeToString(Secrets.hmac(key, text));
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "sluice-webhooks",
                "webhook-id",
                id,
                "webhook-timestamp",
                seconds,
                "webhook-signature",
                "v1," + signature);
    }
}
