package dev.sluice.worker.files;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.worker.files.StoredFile.Piece;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Takes a file's bytes and writes them to Kafka in pieces, a few ahead of the acknowledgements. What was written is seen by
 * nobody until a description names it. Used by one thread.
 */
public final class FileSink extends OutputStream {

    static final int PIECE = 512 * 1024;
    private static final int AHEAD = 3;

    private final Producing producing;
    private final String tenant;
    private final String id;
    private final Duration atMost;
    private final String writing = Ids.next().replace("-", "");
    private final byte[] piece = new byte[PIECE];
    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<Sent> unacknowledged = new ArrayDeque<>();
    private int filled;
    private int number;
    private long bytes;

    private record Sent(int size, Producing.Sent where) {}

    FileSink(Producing producing, String tenant, String id, Duration atMost) {
        this.producing = producing;
        this.tenant = tenant;
        this.id = id;
        this.atMost = atMost;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Takes bytes.
     *
     * @throws FilesAway when Kafka did not take an earlier piece in time
     */
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int taken = 0;
        while (taken < length) {
            int next = Math.min(length - taken, PIECE - filled);
            System.arraycopy(from, offset + taken, piece, filled, next);
            taken += next;
            filled += next;
            if (filled == PIECE) {
                send();
            }
        }
        bytes += length;
    }

    /** How many bytes were taken. */
    public long bytes() {
        return bytes;
    }

    /** The id of the file. */
    public String id() {
        return id;
    }

    String tenant() {
        return tenant;
    }

    /** How many pieces were sent, acknowledged or not. */
    int sent() {
        return number;
    }

    String writing() {
        return writing;
    }

    /** Sends what is left and waits until Kafka has everything. */
    List<Piece> finish() throws FilesAway {
        if (filled > 0) {
            send();
        }
        while (!unacknowledged.isEmpty()) {
            await();
        }
        return pieces;
    }

    private void send() throws FilesAway {
        if (unacknowledged.size() >= AHEAD) {
            await();
        }
        byte[] value = Arrays.copyOf(piece, filled);
        var record =
                new ProducerRecord<>(Topics.FILE_CHUNKS, StoredFile.pieceKey(tenant, id, writing, number++), value);
        try {
            unacknowledged.add(new Sent(filled, producing.begin(record)));
        } catch (Producing.Unacknowledged e) {
            throw new FilesAway("Kafka did not take a piece of a file", e);
        }
        filled = 0;
    }

    private void await() throws FilesAway {
        Sent oldest = unacknowledged.remove();
        try {
            RecordMetadata where = oldest.where().await(atMost);
            pieces.add(new Piece(where.partition(), where.offset(), oldest.size()));
        } catch (Producing.Unacknowledged e) {
            throw new FilesAway("Kafka did not acknowledge a piece of a file", e);
        }
    }
}
