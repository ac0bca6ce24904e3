package dev.sluice.worker.batches;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one in memory at a time; blank ones are left out but counted. */
final class Lines implements AutoCloseable {

    /**
     * A line.
     *
     * @param number counted from 1, blank lines too
     * @param start where it begins in the file, in bytes
     * @param bytes without the end of the line; empty when it is too long
     * @param tooLong whether it is longer than may be
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    record Raw(int number, long start, byte[] bytes, boolean tooLong) {}

    private final InputStream in;
    private final int longest;
    private int number;
    private long position;

    /**
     * Lines of a stream.
     *
     * @param from where the stream begins in the file, in bytes
     * @param longest the most bytes of a line
     */
    Lines(InputStream in, long from, int longest) {
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.position = from;
        this.longest = longest;
    }

    /** The next line that is not blank; null at the end. */
    @Nullable
    Raw next() throws IOException {
        Raw line = read();
        while (line != null && !line.tooLong() && isBlank(line.bytes())) {
            line = read();
        }
        return line;
    }

    private @Nullable Raw read() throws IOException {
        var line = new ByteArrayOutputStream(512);
        long start = position;
        boolean tooLong = false;
        int one = in.read();
        if (one < 0) {
            return null;
        }
        while (one >= 0) {
            position++;
            if (one == '\n') {
                break;
            }
            if (line.size() < longest) {
                line.write(one);
            } else {
                tooLong = true;
            }
            one = in.read();
        }
        return new Raw(++number, start, tooLong ? new byte[0] : line.toByteArray(), tooLong);
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
