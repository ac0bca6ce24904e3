package dev.sluice.optimizer.originals;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.optimizer.shorten.Originals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were left out, each tenant's apart, in this process's memory, bounded in bytes. A text's id is a digest of
 * tenant and text, so the same text gets the same line, and nobody can ask for what another tenant left out.
 */
@ApplicationScoped
public class OriginalStore {

    private static final int ID_BYTES = 16;
    private static final int ENTRY_OVERHEAD = 200;

    private record Key(String tenant, String id) {}

    private final Cache<Key, String> texts;

    @Inject
    OriginalStore(OriginalsConfig config) {
        this(config, Ticker.systemTicker());
    }

    OriginalStore(OriginalsConfig config, Ticker ticker) {
        this.texts = Caffeine.newBuilder()
                .maximumWeight(config.size().asLongValue())
                .weigher((Key key, String text) -> ENTRY_OVERHEAD + 2 * text.length())
                .expireAfterAccess(config.ttl())
                .ticker(ticker)
                .build();
    }

    /** What keeps a tenant's texts. */
    public Originals of(String tenant) {
        return (text, tokens) -> {
            String id = id(tenant, text);
            texts.put(new Key(tenant, id), text);
            return "[left out: a tool's result of %d tokens; GET /optimize/originals/%s]".formatted(tokens, id);
        };
    }

    /** A text that a tenant left out; absent when it never did, or too long ago. */
    @Nullable
    String find(String tenant, String id) {
        return texts.getIfPresent(new Key(tenant, id));
    }

    private static String id(String tenant, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((tenant.length() + ":" + tenant + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
