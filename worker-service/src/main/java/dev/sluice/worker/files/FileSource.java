package dev.sluice.worker.files;

import dev.sluice.worker.files.StoredFile.Piece;
import dev.sluice.worker.kafka.PlaceReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The bytes of a file from some position to its end, read piece by piece; holds one piece. Used by one thread. */
final class FileSource extends InputStream {

    private final PlaceReader reader;
    private final List<Piece> pieces;
    private byte[] piece = new byte[0];
    private int next;
    private int at;

    FileSource(PlaceReader reader, List<Piece> pieces, long from) throws IOException {
        this.reader = reader;
        this.pieces = pieces;
        long skip = from;
        while (next < pieces.size() && skip >= pieces.get(next).size()) {
            skip -= pieces.get(next).size();
            next++;
        }
        if (skip > 0 && load()) {
            at = Math.toIntExact(skip);
        }
    }

    @Override
    public int read() throws IOException {
        return at < piece.length || load() ? piece[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == piece.length && !load()) {
            return -1;
        }
        int taken = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, taken);
        at += taken;
        return taken;
    }

    private boolean load() throws IOException {
        if (next == pieces.size()) {
            return false;
        }
        Piece place = pieces.get(next++);
        try {
            piece = reader.read(place.partition(), place.offset())
                    .orElseThrow(() -> new FilesAway("the file was deleted while it was read", null));
        } catch (PlaceReader.Away e) {
            throw new FilesAway("Kafka did not give a piece of a file", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FilesAway("interrupted while reading a file", e);
        }
        at = 0;
        return true;
    }
}
