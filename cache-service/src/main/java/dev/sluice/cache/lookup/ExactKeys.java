package dev.sluice.cache.lookup;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sluice.cache.embed.EmbeddingsConfig;
import dev.sluice.kit.config.InternalConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
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

    /** By tenant, with its key; copied for each use. */
    private final LoadingCache<String, Mac> tenantMacs;

    private final String encoder;

    ExactKeys(InternalConfig config, EmbeddingsConfig embeddings) {
        this.encoder = embeddings.model().name();
        byte[] root = config.secret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new SecureRandom().generateSeed(32));
        Mac rootMac = mac(root);
        this.tenantMacs = Caffeine.newBuilder()
                .maximumSize(MOST_TENANTS)
                .build(tenant -> mac(hash(rootMac, "sluice cache key 1", tenant)));
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
        return HexFormat.of().formatHex(hash(tenantMacs.get(tenant), parts), 0, KEY_BYTES);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /**
     * Each part is preceded by its length, so that no two lists of parts are the same bytes.
     *
     * @param prepared with its key, and left as it is
     */
    private static byte[] hash(Mac prepared, String... parts) {
        byte[][] utf8 = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            utf8[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + utf8[i].length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (byte[] part : utf8) {
            bytes.putInt(part.length).put(part);
        }
        try {
            return ((Mac) prepared.clone()).doFinal(bytes.array());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " of this Java runtime cannot be copied", e);
        }
    }
}
