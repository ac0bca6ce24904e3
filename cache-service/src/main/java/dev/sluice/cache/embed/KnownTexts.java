package dev.sluice.cache.embed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whole texts that were embedded lately, by tenant and a hash of the text; bounded in bytes. */
final class KnownTexts {

    private static final int BESIDE = 200;

    private final Cache<String, Known> texts;

    KnownTexts(long bytes) {
        this.texts = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String key, Known known) -> BESIDE + key.length() + Float.BYTES * known.vector().length)
                .build();
    }

    /**
     * A text's vector.
     *
     * @param tokens how many tokens the text has
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody, copied too dearly
    record Known(float[] vector, int tokens) {}

    @Nullable
    Known find(String key) {
        return texts.getIfPresent(key);
    }

    void put(String key, Known known) {
        texts.put(key, known);
    }

    /** A hash of fixed length, then the tenant: no two tenants have the same key. */
    static String key(String tenant, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash) + tenant;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
