package dev.sluice.cache.faq;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer with the vectors of its phrasings, as bytes on the shelf: JSON, then numbers of 16 bits. */
final class Pages {

    private static final int FORM = 1;
    private static final int LARGEST = 16 << 20;

    private final ObjectMapper json;

    Pages(ObjectMapper json) {
        this.json = json;
    }

    /**
     * An answer with its vectors.
     *
     * @param answer the answer
     * @param vectors one for each of its questions
     */
    record Page(FaqAnswer answer, List<float[]> vectors) {

        Page {
            vectors = List.copyOf(vectors);
        }
    }

    byte[] bytes(Page page) {
        try {
            var bytes = new ByteArrayOutputStream();
            try (var out = new DataOutputStream(bytes)) {
                out.writeByte(FORM);
                byte[] answer = json.writeValueAsBytes(page.answer());
                out.writeInt(answer.length);
                out.write(answer);
                for (float[] vector : page.vectors()) {
                    out.writeShort(vector.length);
                    for (float v : vector) {
                        out.writeShort(Float.floatToFloat16(v));
                    }
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing when the bytes are damaged or of a form nobody knows any more. */
    Optional<Page> page(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM) {
                return Optional.empty();
            }
            int length = in.readInt();
            if (length < 0 || length > LARGEST) {
                return Optional.empty();
            }
            FaqAnswer answer = json.readValue(in.readNBytes(length), FaqAnswer.class);
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < answer.questions().size(); i++) {
                float[] vector = new float[in.readUnsignedShort()];
                for (int d = 0; d < vector.length; d++) {
                    vector[d] = Float.float16ToFloat(in.readShort());
                }
                vectors.add(vector);
            }
            return Optional.of(new Page(answer, vectors));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}
