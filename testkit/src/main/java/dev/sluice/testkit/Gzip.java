package dev.sluice.testkit;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses chunk by chunk so that each can be read as soon as it arrives. */
final class Gzip {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;

    Gzip() {
        try {
            gzip = new GZIPOutputStream(out, 512, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Buffer flush(Buffer chunk) {
        try {
            gzip.write(chunk.getBytes());
            gzip.flush();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Buffer end() {
        try {
            gzip.finish();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Buffer taken() {
        Buffer taken = Buffer.buffer(out.toByteArray());
        out.reset();
        return taken;
    }
}
