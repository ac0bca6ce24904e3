package dev.sluice.gateway.ingress;

import dev.sluice.gateway.OffLoop;
import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Bodies that clients send compressed: gzip is taken, up to the same limit as any other body; all else is refused. */
public final class ContentCoding {

    /** A larger one is unpacked off the event loop. */
    private static final int QUICK = 16 * 1024;

    private static final int BUFFER = 16 * 1024;

    private ContentCoding() {}

    /**
     * The body as it was before it was compressed.
     *
     * @param coding the request's {@code content-encoding}
     * @param limit bytes of the unpacked body that are still accepted
     * @return fails with an {@link ApiError}: 415 for other codings, 413 beyond the limit, 400 for garbage
     */
    public static Future<byte[]> decode(@Nullable String coding, byte[] body, long limit) {
        String name = coding == null ? "" : coding.trim().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> Future.succeededFuture(body);
            case "gzip", "x-gzip" -> gunzip(body, limit);
            default ->
                Future.failedFuture(ApiError.unsupportedCoding(
                        "The body has a content-encoding that is not taken here. Send it as gzip, or as it is."));
        };
    }

    private static Future<byte[]> gunzip(byte[] body, long limit) {
        if (body.length > QUICK) {
            return OffLoop.call(() -> unpack(body, limit));
        }
        try {
            return Future.succeededFuture(unpack(body, limit));
        } catch (ApiError bad) {
            return Future.failedFuture(bad);
        }
    }

    static byte[] unpack(byte[] body, long limit) {
        var out = new ByteArrayOutputStream(Math.min(body.length * 4, 1024 * 1024));
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (out.size() + read > limit) {
                    throw BodyReader.tooLarge(limit);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw ApiError.invalid(
                    null, "invalid_encoding", "The body is not the gzip that its content-encoding says it is.");
        }
        return out.toByteArray();
    }
}
