package dev.sluice.kit.events;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the spill: frames of length (4 bytes), CRC-32C (4 bytes) and payload. A frame that was not written whole
 * ends the file: what stands behind it is cut off when the file is opened again.
 */
final class Segment implements AutoCloseable {

    /** What a frame costs beyond its payload. */
    static final int HEAD = 8;

    private static final int LARGEST_FRAME = 16 * 1024 * 1024;

    private final Path file;
    private final FileChannel channel;
    private long end;
    private long start;
    private int waiting;

    private Segment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a file, or makes it, and counts the whole frames in it. */
    static Segment open(Path file) throws IOException {
        var segment = new Segment(
                file,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        byte[] frame = segment.frame(0);
        while (frame != null) {
            segment.end += HEAD + frame.length;
            segment.waiting++;
            frame = segment.frame(segment.end);
        }
        long torn = segment.channel.size() - segment.end;
        if (torn > 0) {
            Log.warnf("%s ends in the middle of a record; %d bytes are cut off", file, torn);
            segment.channel.truncate(segment.end);
        }
        return segment;
    }

    /** Writes a frame behind the others; a failed write leaves the file as it was. */
    void append(byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + payload.length)
                .putInt(payload.length)
                .putInt(crc(payload))
                .put(payload)
                .flip();
        try {
            long at = end;
            while (frame.hasRemaining()) {
                at += channel.write(frame, at);
            }
            end = at;
            waiting++;
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** The first frames that have not been removed. */
    List<byte[]> peek(int most) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        long at = start;
        byte[] frame = most > 0 ? frame(at) : null;
        while (frame != null) {
            frames.add(frame);
            at += HEAD + frame.length;
            frame = frames.size() < most ? frame(at) : null;
        }
        return frames;
    }

    /** Passes over frames that {@link #peek} gave. */
    void remove(List<byte[]> frames) {
        for (byte[] frame : frames) {
            start += HEAD + frame.length;
            waiting--;
        }
    }

    void sync() throws IOException {
        channel.force(false);
    }

    /** Bytes on the disk. */
    long size() {
        return end;
    }

    /** Frames that have not been removed. */
    int waiting() {
        return waiting;
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private byte @Nullable [] frame(long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!fill(head, at)) {
            return null;
        }
        int length = head.getInt(0);
        if (length < 0 || length > LARGEST_FRAME || at + HEAD + length > channel.size()) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        boolean whole = fill(payload, at + HEAD) && crc(payload.array()) == head.getInt(4);
        return whole ? payload.array() : null;
    }

    private boolean fill(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    private static int crc(byte[] payload) {
        var crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
