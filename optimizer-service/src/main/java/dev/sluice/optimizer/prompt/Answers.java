package dev.sluice.optimizer.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.optimizer.shorten.Wish;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Replies kept for prompts that come again, each tenant's apart, bounded in bytes. */
@ApplicationScoped
class Answers {

    private static final int ENTRY_OVERHEAD = 400;

    private final Cache<Key, OptimizeReply> replies;

    Answers(OptimizerConfig config) {
        this.replies = Caffeine.newBuilder()
                .maximumWeight(config.answers().size().asLongValue())
                .weigher(Answers::weight)
                .expireAfterWrite(config.answers().ttl())
                .build();
    }

    /** A prompt with everything that changes its answer, as a digest, in its tenant. */
    record Key(String tenant, String digest) {}

    static Key key(String tenant, Asked asked) {
        MessageDigest digest = sha256();
        Wish wish = asked.wish();
        put(digest, asked.asText() ? "text" : "messages");
        put(digest, wish.level().name());
        put(digest, asked.diff() ? "diff" : "");
        put(digest, wish.stableFirst() ? "stable" : "");
        put(digest, wish.targetTokens() == null ? "" : wish.targetTokens().toString());
        put(digest, wish.targetRate() == null ? "" : wish.targetRate().toString());
        put(digest, wish.question() == null ? "" : "?" + wish.question());
        for (ChatMessage message : asked.messages()) {
            put(digest, message.role());
            put(digest, message.content());
        }
        return new Key(tenant, HexFormat.of().formatHex(digest.digest()));
    }

    @Nullable
    OptimizeReply find(Key key) {
        return replies.getIfPresent(key);
    }

    void keep(Key key, OptimizeReply reply) {
        replies.put(key, reply);
    }

    /** Forgets a tenant's replies; answers how many there were. */
    int clear(String tenant) {
        var own = replies.asMap().keySet().stream()
                .filter(key -> key.tenant().equals(tenant))
                .toList();
        replies.invalidateAll(own);
        return own.size();
    }

    long size() {
        return replies.estimatedSize();
    }

    /** Each part with its length before it, so that no two lists of parts give the same bytes. */
    private static void put(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static int weight(Key key, OptimizeReply reply) {
        long chars = reply.text() == null ? 0 : reply.text().length();
        if (reply.messages() != null) {
            for (ChatMessage message : reply.messages()) {
                chars += message.content().length() + message.role().length() + 32L;
            }
        }
        if (reply.diff() != null) {
            for (var change : reply.diff()) {
                String added = change.added();
                chars += change.removed().length() + (added == null ? 0 : added.length()) + 48L;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, ENTRY_OVERHEAD + 2 * chars);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
