package dev.sluice.worker.knowledge;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * A format of vectors that takes as many numbers as the larger embedding models give (1,536 and 3,072 are common), where
 * Lucene's own bound is 1,024. What it writes is read by the format it stands for.
 */
final class LongVectors extends KnnVectorsFormat {

    /** Numbers of a vector, at most. */
    static final int MOST = 4_096;

    private final KnnVectorsFormat plain;

    LongVectors(KnnVectorsFormat plain) {
        super(plain.getName());
        this.plain = plain;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return plain.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return plain.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MOST;
    }
}
