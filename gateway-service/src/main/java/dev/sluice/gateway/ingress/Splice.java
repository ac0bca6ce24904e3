package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Replaces a piece of a body and keeps every other byte. */
final class Splice {

    private Splice() {}

    static byte[] replace(byte[] body, Span at, byte[] with) {
        byte[] out = new byte[body.length - (at.end() - at.start()) + with.length];
        System.arraycopy(body, 0, out, 0, at.start());
        System.arraycopy(with, 0, out, at.start(), with.length);
        System.arraycopy(body, at.end(), out, at.start() + with.length, body.length - at.end());
        return out;
    }

    /** A piece and what stands there instead. */
    record Edit(Span at, String with) {}

    /** The body with pieces replaced, as a buffer that can be sent again and again; the rest is not copied. Edits stand in their order in the body. */
    static Buffer view(byte[] body, Edit... edits) {
        var parts = new ByteBuf[edits.length * 2 + 1];
        int from = 0;
        for (int i = 0; i < edits.length; i++) {
            Span at = edits[i].at();
            parts[2 * i] = Unpooled.wrappedBuffer(body, from, at.start() - from);
            parts[2 * i + 1] = Unpooled.wrappedBuffer(edits[i].with().getBytes(StandardCharsets.UTF_8));
            from = at.end();
        }
        parts[parts.length - 1] = Unpooled.wrappedBuffer(body, from, body.length - from);
        return Buffer.buffer(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(parts)));
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
