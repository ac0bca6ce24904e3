package dev.sluice.cache.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes answers smaller: zstd (RFC 8878) with a dictionary of common words, phrases, code and the members of a chat
 * completion, written for it, and of this suite's own documents. What was squeezed with a dictionary can only be read with the same one, so a file is never changed: a
 * better one gets the next number, and the old ones stay for as long as entries may live.
 */
public final class Squeeze {

    /** The dictionary that is written with. */
    static final int DICTIONARY = 1;

    /** Half a millisecond for 2 KB, which nobody waits for; higher levels gain nothing more. */
    private static final int LEVEL = 16;

    private static final int LARGEST = 64 << 20;

    private final ZstdDictCompress writing;
    private final ZstdDictDecompress reading;

    private Squeeze(byte[] dictionary) {
        this.writing = new ZstdDictCompress(dictionary, LEVEL);
        this.reading = new ZstdDictDecompress(dictionary);
    }

    /** Nothing when the library cannot be loaded here; then answers are kept as they are. */
    public static Optional<Squeeze> load() {
        try (InputStream in = Squeeze.class.getResourceAsStream("answers-" + DICTIONARY + ".dict")) {
            return Optional.of(new Squeeze(Objects.requireNonNull(in).readAllBytes()));
        } catch (LinkageError e) {
            Log.warnf("answers are kept uncompressed, since zstd cannot be loaded: %s", e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same in fewer bytes, or nothing when it would not be fewer. */
    public Optional<byte[]> squeeze(byte[] bytes) {
        byte[] small = Zstd.compress(bytes, writing);
        return small.length < bytes.length ? Optional.of(small) : Optional.empty();
    }

    /** What was squeezed; nothing when these bytes are damaged or need another dictionary. */
    public Optional<byte[]> expand(byte[] small) {
        try {
            long size = Zstd.getFrameContentSize(small);
            if (size < 0 || size > LARGEST) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) size];
            int expanded = (int) Zstd.decompressFastDict(bytes, 0, small, 0, small.length, reading);
            return expanded == bytes.length ? Optional.of(bytes) : Optional.empty();
        } catch (ZstdException damaged) {
            return Optional.empty();
        }
    }
}
