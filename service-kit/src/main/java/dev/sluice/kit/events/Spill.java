package dev.sluice.kit.events;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bounded queue of payloads on the disk, first in, first out, that survives kill -9. Kept in segments, so that space
 * is free again while the rest is still to be sent. What had been removed from the first segment comes again after a
 * restart: readers count each event once by its id. For one thread; the counters may be read from any.
 */
final class Spill implements AutoCloseable {

    private static final String ENDING = ".spill";
    private static final int SEGMENTS = 16;

    private final Path folder;
    private final long bound;
    private final FileChannel lockFile;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long next;
    private boolean dirty;
    private volatile long bytes;
    private volatile long records;

    private Spill(Path folder, long bound, FileChannel lockFile) {
        this.folder = folder;
        this.bound = bound;
        this.lockFile = lockFile;
    }

    /**
     * Opens the spill in a folder with what an earlier run left there.
     *
     * @param bound bytes on the disk, at most
     * @throws IOException when the folder cannot be written, or another process uses it
     */
    static Spill open(Path folder, long bound) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isOurs(lockFile)) {
            lockFile.close();
            throw new IOException("another process uses " + folder);
        }
        var spill = new Spill(folder, bound, lockFile);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                spill.next = Math.max(spill.next, number(file) + 1);
                Segment segment = Segment.open(file);
                if (segment.waiting() == 0) {
                    segment.delete();
                } else {
                    spill.segments.add(segment);
                }
            }
        }
        spill.count();
        return spill;
    }

    private static boolean isOurs(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.length() - ENDING.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Appends a payload; false when it would go over the bound. */
    boolean append(byte[] payload) throws IOException {
        long size = (long) Segment.HEAD + payload.length;
        if (bytes + size > bound) {
            return false;
        }
        Segment last = segments.peekLast();
        if (last == null || last.size() + size > Math.max(bound / SEGMENTS, size)) {
            sync();
            last = Segment.open(folder.resolve("%016d%s".formatted(next++, ENDING)));
            segments.add(last);
        }
        last.append(payload);
        dirty = true;
        count();
        return true;
    }

    /**
     * The oldest payloads, some or all of them; empty only when there are none.
     *
     * @throws IOException also when a segment cannot be read any more, which is then left out
     */
    List<byte[]> peek(int most) throws IOException {
        Segment first = segments.peekFirst();
        if (first == null) {
            return List.of();
        }
        List<byte[]> oldest = first.peek(most);
        if (oldest.isEmpty() && most > 0) {
            segments.removeFirst().close();
            count();
            throw new IOException(first + " is damaged; " + first.waiting() + " events in it are lost");
        }
        return oldest;
    }

    /** Removes what {@link #peek} gave. */
    void remove(List<byte[]> payloads) throws IOException {
        Segment first = segments.peekFirst();
        if (first == null) {
            return;
        }
        first.remove(payloads);
        if (first.waiting() == 0) {
            segments.removeFirst();
            first.delete();
        }
        count();
    }

    /** Forces what was appended to the disk. */
    void sync() throws IOException {
        Segment last = segments.peekLast();
        if (dirty && last != null) {
            last.sync();
        }
        dirty = false;
    }

    private void count() {
        long size = 0;
        long waiting = 0;
        for (Segment segment : segments) {
            size += segment.size();
            waiting += segment.waiting();
        }
        bytes = size;
        records = waiting;
    }

    /** Bytes on the disk, removed payloads of the first segment included. */
    long bytes() {
        return bytes;
    }

    /** Payloads that wait. */
    long records() {
        return records;
    }

    @Override
    public void close() throws IOException {
        sync();
        for (Segment segment : segments) {
            segment.close();
        }
        lockFile.close();
    }
}
