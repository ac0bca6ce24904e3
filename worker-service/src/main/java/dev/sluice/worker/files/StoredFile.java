package dev.sluice.worker.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * A file as its topic describes it: the value on {@code sluice.files}, key = tenant and id.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param id {@code file-} and 32 hexadecimal digits that grow with time
 * @param tenant whose it is
 * @param name as it was uploaded
 * @param purpose {@code batch} or {@code batch_output}
 * @param bytes its size
 * @param createdAt when it was uploaded or produced
 * @param expiresAt when it goes
 * @param writing tells this writing of it from others, in the keys of its pieces
 * @param pieces where its bytes lie, in order
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredFile(
        int schema,
        String id,
        String tenant,
        String name,
        String purpose,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        String writing,
        List<Piece> pieces) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;

    /** The purpose of what is uploaded. */
    public static final String BATCH = "batch";

    /** The purpose of what a batch produces. */
    public static final String BATCH_OUTPUT = "batch_output";

    public StoredFile {
        pieces = List.copyOf(pieces);
    }

    /**
     * A run of a file's bytes.
     *
     * @param partition of {@code sluice.files.chunks}
     * @param offset in that partition
     * @param size in bytes
     */
    @RegisterForReflection
    public record Piece(int partition, long offset, int size) {}

    /** The key of its description. */
    String key() {
        return tenant + "/" + id;
    }

    /** The key of one of its pieces. */
    static String pieceKey(String tenant, String id, String writing, int number) {
        return tenant + "/" + id + "/" + writing + "/" + number;
    }
}
