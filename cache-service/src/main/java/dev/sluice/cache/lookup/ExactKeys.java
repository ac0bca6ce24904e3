package dev.sluice.cache.lookup;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sluice.cache.CacheConfig;
import dev.sluice.kit.config.InternalConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of the exact layer: HMAC-SHA-256 under a key of the tenant's own, itself derived from the internal secret. Nobody
 * without the secret can compute a key or tell from one what was asked, and no two tenants can have the same.
 */
@ApplicationScoped
class ExactKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 16;
    private static final int MOST_TENANTS = 10_000;

    private final LoadingCache<String, SecretKey> tenantKeys;
    private final String encoder;

    ExactKeys(InternalConfig config, CacheConfig cache) {
        this.encoder = cache.embeddings().model().name();
        byte[] root = config.secret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new SecureRandom().generateSeed(32));
        SecretKey rootKey = new SecretKeySpec(root, ALGORITHM);
        this.tenantKeys = Caffeine.newBuilder()
                .maximumSize(MOST_TENANTS)
                .build(tenant -> new SecretKeySpec(hash(rootKey, "sluice cache key 1", tenant), ALGORITHM));
    }

    /** The id of the answer to a question: 32 hexadecimal digits. */
    String answer(String tenant, String model, String scope, String canonical) {
        return key(tenant, "answer", model, scope, canonical);
    }

    /** The name of the scope within which similar questions are compared: those with vectors of the same model. */
    String scope(String tenant, String model, String scope) {
        return key(tenant, "scope", encoder, model, scope);
    }

    /**
     * The id of a wording within a scope, known also where only the scope's name is.
     *
     * @param scope the name of the scope, see {@link #scope}
     */
    String wording(String tenant, String scope, String canonical) {
        return key(tenant, "wording", scope, canonical);
    }

    /** The name under which the vector of a text is remembered. */
    String vector(String tenant, String canonical) {
        return key(tenant, "vector", canonical);
    }

    private String key(String tenant, String... parts) {
        return HexFormat.of().formatHex(hash(tenantKeys.get(tenant), parts), 0, KEY_BYTES);
    }

    /** Each part is preceded by its length, so that no two lists of parts are the same bytes. */
    private static byte[] hash(SecretKey key, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
