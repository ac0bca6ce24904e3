package dev.sluice.worker.files;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The file of a multipart form, from the event loop that receives it to the one thread that reads it. The sender is paused
 * while more than a megabyte waits to be read. Ends with the form, so that its other fields are known then.
 */
final class Inflow extends InputStream {

    private static final long HIGH = 1024 * 1024;
    private static final long LOW = 256 * 1024;

    private sealed interface Signal {
        record Bytes(Buffer buffer) implements Signal {}

        record End() implements Signal {}

        record Broken(String why) implements Signal {}
    }

    private final HttpServerRequest request;
    private final Context loop;
    private final Duration silence;
    private final long discarded;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable String name;
    private volatile @Nullable HttpServerFileUpload upload;
    private volatile boolean dropping;
    private boolean formOver;
    private boolean fileOver = true;
    private Buffer now = Buffer.buffer();
    private int at;
    private boolean ended;

    /**
     * Listens to a request; to be called on its event loop before anything of the body has come.
     *
     * @param loop where the request is handled, and paused and resumed
     * @param silence how long a read may wait for the sender
     * @param discarded how much of a refused body is read and thrown away, so that the sender comes to read the answer
     * @throws IllegalStateException when the request is no multipart form
     */
    Inflow(HttpServerRequest request, Context loop, Duration silence, long discarded) {
        this.request = request;
        this.loop = loop;
        this.silence = silence;
        this.discarded = discarded;
        request.setExpectMultipart(true);
        request.uploadHandler(this::file);
        request.exceptionHandler(broken -> signals.add(new Signal.Broken("the upload broke off")));
        request.endHandler(end -> {
            formOver = true;
            end();
        });
    }

    private void file(HttpServerFileUpload part) {
        if (!part.name().equals("file") || name != null) {
            part.handler(buffer -> drop(buffer.length()));
            return;
        }
        upload = part;
        name = part.filename();
        fileOver = false;
        part.handler(this::arrived);
        part.endHandler(end -> {
            fileOver = true;
            end();
        });
        part.exceptionHandler(broken -> signals.add(new Signal.Broken("the upload broke off")));
    }

    /** The form may end while some of its file is still held back, for the file was paused. */
    private void end() {
        if (formOver && fileOver) {
            signals.add(new Signal.End());
        }
    }

    private void arrived(Buffer buffer) {
        if (dropping) {
            drop(buffer.length());
            return;
        }
        signals.add(new Signal.Bytes(buffer));
        HttpServerFileUpload from = upload;
        if (waiting.addAndGet(buffer.length()) > HIGH && from != null) {
            from.pause();
        }
    }

    private void drop(int length) {
        if (dropped.addAndGet(length) > discarded) {
            request.connection().close();
        }
    }

    /** The rest is of no interest. */
    void refuse() {
        dropping = true;
        resume();
    }

    private void resume() {
        HttpServerFileUpload from = upload;
        if (from != null) {
            loop.runOnContext(run -> from.resume());
        }
    }

    /** The name of the file once something of it was read or the end was reached; null when the form has no file. */
    @Nullable
    String name() {
        return name;
    }

    /** A field of the form, once the end was reached. */
    @Nullable
    String field(String field) {
        return request.getFormAttribute(field);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (at == now.length()) {
            if (ended) {
                return -1;
            }
            switch (next()) {
                case null -> throw new IOException("nothing came for %d seconds".formatted(silence.toSeconds()));
                case Signal.Broken(String why) -> throw new IOException(why);
                case Signal.End() -> ended = true;
                case Signal.Bytes(Buffer buffer) -> {
                    now = buffer;
                    at = 0;
                    if (waiting.addAndGet(-buffer.length()) < LOW) {
                        resume();
                    }
                }
            }
        }
        int taken = Math.min(length, now.length() - at);
        now.getBytes(at, at + taken, into, offset);
        at += taken;
        return taken;
    }

    private @Nullable Signal next() throws IOException {
        try {
            return signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while receiving a file", e);
        }
    }
}
