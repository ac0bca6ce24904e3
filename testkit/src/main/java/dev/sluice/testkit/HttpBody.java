package dev.sluice.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/** A message body without its framing: chunked, of a known length, or up to the end of the connection. */
final class HttpBody extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private final boolean untilClose;
    /** Bytes left of the body, or of the current chunk. */
    private long left;

    private boolean firstChunk = true;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, boolean untilClose, long length) {
        this.in = in;
        this.chunked = chunked;
        this.untilClose = untilClose;
        this.left = length;
    }

    static InputStream of(InputStream in, String method, int status, HttpHeaders headers) {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        boolean chunked = headers.firstValue("transfer-encoding")
                .map(value -> value.equalsIgnoreCase("chunked"))
                .orElse(false);
        long length = headers.firstValueAsLong("content-length").orElse(-1);
        return new HttpBody(in, chunked, !chunked && length < 0, chunked ? 0 : length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (untilClose) {
            return in.read(buffer, offset, length);
        }
        if (left == 0 && !ended) {
            if (chunked) {
                nextChunk();
            } else {
                ended = true;
            }
        }
        if (ended) {
            return -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("The connection was closed with " + left + " bytes to come");
        }
        left -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk) {
            HttpWire.readLine(in);
        }
        firstChunk = false;
        String size = HttpWire.readLine(in);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("Not a chunk size: " + size, e);
        }
        if (left == 0) {
            ended = true;
            String trailer = HttpWire.readLine(in);
            while (!trailer.isEmpty()) {
                trailer = HttpWire.readLine(in);
            }
        }
    }
}
