package dev.sluice.worker.knowledge;

import dev.sluice.worker.Digests;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of passages on disk, so that a restart embeds nothing again: one file of one model's vectors, each under a hash
 * of its text with a checksum behind it. A cache: what is torn or lost is embedded again. When it is full it begins anew.
 */
final class VectorStore implements KnowledgeIndex.Known, AutoCloseable {

    private static final byte[] MAGIC = "sluice-vectors-1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 16;
    private static final int LONGEST_MODEL = 200;

    private record Key(long high, long low) {
        static Key of(String text) {
            ByteBuffer hash = ByteBuffer.wrap(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
            return new Key(hash.getLong(), hash.getLong());
        }
    }

    private final Path file;
    private final long largest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Long> places = new ConcurrentHashMap<>();
    private FileChannel channel;
    private volatile String model = "";
    private volatile int dimensions;
    private long end;

    /**
     * Opens the file and reads which vectors it has.
     *
     * @param largest bytes it may have
     */
    VectorStore(Path file, long largest) {
        this.file = file;
        this.largest = largest;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            this.channel = open();
            read();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file %s for vectors cannot be written. Set sluice.data.dir to a folder that can."
                            .formatted(file),
                    e);
        }
    }

    @Override
    public String model() {
        return model;
    }

    /** How many vectors there are. */
    int size() {
        return places.size();
    }

    @Override
    public @Nullable Vector of(String text) {
        Long place = places.get(Key.of(text));
        if (place == null) {
            return null;
        }
        try {
            ByteBuffer record = ByteBuffer.allocate(dimensions * Float.BYTES + Integer.BYTES);
            readFully(record, place + KEY);
            return vector(record);
        } catch (IOException e) {
            Log.debugf("a vector could not be read: %s", e.getMessage());
            return null;
        }
    }

    /** Keeps the vector of a text; of another model than before, all others are forgotten. */
    void put(String ofModel, String text, Vector vector) {
        lock.lock();
        try {
            if (!ofModel.equals(model) || vector.dimensions() != dimensions) {
                begin(ofModel, vector.dimensions());
            }
            ByteBuffer record = ByteBuffer.allocate(recordLength());
            if (end + record.capacity() > largest) {
                Log.infof("the vectors' file has reached %d bytes and begins anew", largest);
                begin(ofModel, vector.dimensions());
            }
            Key key = Key.of(text);
            record.putLong(key.high()).putLong(key.low());
            for (float number : vector.numbers()) {
                record.putFloat(number);
            }
            record.putInt(checksum(record.array(), KEY, dimensions * Float.BYTES));
            writeFully(record.flip(), end);
            places.put(key, end);
            end += record.capacity();
        } catch (IOException e) {
            Log.warnf("a vector could not be kept on disk (%s); it is embedded again after a restart", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private int recordLength() {
        return KEY + dimensions * Float.BYTES + Integer.BYTES;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void begin(String newModel, int newDimensions) throws IOException {
        places.clear();
        channel.truncate(0);
        byte[] name = newModel.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 2 * Integer.BYTES + name.length);
        header.put(MAGIC).putInt(newDimensions).putInt(name.length).put(name).flip();
        end = header.limit();
        writeFully(header, 0);
        dimensions = newDimensions;
        model = newModel;
    }

    private void read() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 2 * Integer.BYTES);
        if (channel.size() < header.capacity()) {
            return;
        }
        readFully(header, 0);
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        int width = header.getInt();
        int length = header.getInt();
        if (!java.util.Arrays.equals(magic, MAGIC)
                || width < 1
                || width > 8_192
                || length < 0
                || length > LONGEST_MODEL) {
            Log.infof("the file %s holds no vectors that can be read; it begins anew", file);
            return;
        }
        ByteBuffer name = ByteBuffer.allocate(length);
        readFully(name, header.capacity());
        dimensions = width;
        model = new String(name.array(), StandardCharsets.UTF_8);
        end = (long) header.capacity() + length;
        readRecords();
    }

    private void readRecords() throws IOException {
        ByteBuffer record = ByteBuffer.allocate(recordLength());
        while (end + recordLength() <= channel.size()) {
            record.clear();
            readFully(record, end);
            var key = new Key(record.getLong(), record.getLong());
            if (record.getInt(recordLength() - Integer.BYTES)
                    == checksum(record.array(), KEY, dimensions * Float.BYTES)) {
                places.put(key, end);
            }
            end += recordLength();
        }
    }

    private Vector vector(ByteBuffer record) {
        float[] numbers = new float[dimensions];
        record.asFloatBuffer().get(numbers);
        return new Vector(numbers);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var sum = new CRC32();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private void readFully(ByteBuffer into, long from) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position() - start) < 0) {
                throw new IOException("the file is shorter than it was");
            }
        }
        into.flip();
    }

    private void writeFully(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.debugf("the vectors' file could not be closed: %s", e.getMessage());
        }
    }
}
