package dev.sluice.worker.webhooks;

import dev.sluice.kit.config.InternalConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret each tenant's webhooks are signed with: derived, so that all workers know it and nobody stores it. */
@ApplicationScoped
public class Secrets {

    private static final int SHORTEST = 16;

    private final Optional<String> root;

    @jakarta.inject.Inject
    Secrets(WebhooksConfig config, InternalConfig internal) {
        this(config.secret().or(internal::secret));
    }

    Secrets(Optional<String> root) {
        if (root.isPresent() && root.get().length() < SHORTEST) {
            throw new IllegalStateException(
                    "sluice.worker.webhooks.secret must have at least %d characters.".formatted(SHORTEST));
        }
        this.root = root;
    }

    /** Whether webhooks can be signed. */
    public boolean isConfigured() {
        return root.isPresent();
    }

    /** A tenant's secret as Standard Webhooks libraries take it, {@code whsec_} and base64; empty when not configured. */
    public Optional<String> of(String tenant) {
        return key(tenant).map(key -> "whsec_" + Base64.getEncoder().encodeToString(key));
    }

    Optional<byte[]> key(String tenant) {
        return root.map(known ->
                hmac(known.getBytes(StandardCharsets.UTF_8), ("webhook\n" + tenant).getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
