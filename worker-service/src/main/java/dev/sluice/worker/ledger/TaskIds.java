package dev.sluice.worker.ledger;

import dev.sluice.kit.ids.Ids;
import dev.sluice.worker.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The ids of tasks. */
public final class TaskIds {

    private TaskIds() {}

    /** One that was never given before. */
    public static String next() {
        return Ids.next();
    }

    /**
     * The one that follows from an Idempotency-Key, so that all workers give the same task the same id, and the state
     * topic, where the first record of an id counts, decides between them.
     */
    public static String of(String tenant, String idempotencyKey) {
        return hashed("task\n" + tenant + "\n" + idempotencyKey);
    }

    /** A UUID of version 8 made of a hash, as RFC 9562 section 5.8 allows. */
    public static String hashed(String text) {
        ByteBuffer hash = ByteBuffer.wrap(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
