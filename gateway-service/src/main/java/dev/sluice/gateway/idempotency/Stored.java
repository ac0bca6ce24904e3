package dev.sluice.gateway.idempotency;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Claims and answers as Redis holds them: a letter, the digest of the request's body, and what there is. */
final class Stored {

    private static final byte CLAIM = 'c';
    private static final byte ANSWER = 'a';
    private static final int DIGEST = 64;

    private Stored() {}

    static Buffer of(Claim claim) {
        return Buffer.buffer().appendByte(CLAIM).appendString(claim.body()).appendString(claim.run());
    }

    static Buffer of(Kept kept) {
        byte[] model = kept.model().getBytes(StandardCharsets.UTF_8);
        byte[] type = kept.type().getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(kept.body().length() + 512)
                .appendByte(ANSWER)
                .appendString(kept.request())
                .appendInt(kept.status())
                .appendInt(model.length)
                .appendBytes(model)
                .appendInt(type.length)
                .appendBytes(type)
                .appendBuffer(kept.body());
    }

    /**
     * Reads either.
     *
     * @throws IndexOutOfBoundsException when it is neither
     */
    static Found read(Buffer stored) {
        int at = 1 + DIGEST;
        String digest = stored.getString(1, at);
        if (stored.getByte(0) == CLAIM) {
            return new Found.Running(digest);
        }
        int status = stored.getInt(at);
        int model = at + 8;
        int type = model + stored.getInt(at + 4) + 4;
        int body = type + stored.getInt(type - 4);
        return new Found.Finished(new Kept(
                digest,
                stored.getString(model, type - 4),
                status,
                stored.getString(type, body),
                stored.getBuffer(body, stored.length())));
    }
}
