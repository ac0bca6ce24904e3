package dev.sluice.cache.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Answers and questions as bytes in Redis. The first byte is the version of the form; a form nobody knows any more is
 * read as nothing, so that a new version of the service meets old entries as misses.
 */
final class Wire {

    private static final int PLAIN = 3;
    private static final int DEFLATED = 4;
    private static final int QUESTION = 1;
    private static final int MORE = 3 * Long.BYTES + 2 * Integer.BYTES;
    private static final int LARGEST = 64 << 20;

    private Wire() {}

    static byte[] answer(Answer answer, long compressAbove) {
        try {
            var body = new ByteArrayOutputStream(512 + answer.document().length());
            try (var out = new DataOutputStream(body)) {
                text(out, answer.id());
                text(out, answer.model());
                text(out, answer.scope());
                text(out, answer.text());
                text(out, answer.canonical());
                text(out, answer.document());
                out.writeLong(answer.storedAt().toEpochMilli());
                out.writeLong(answer.expiresAt().toEpochMilli());
                out.writeLong(answer.costNano());
                out.writeLong(answer.tokens());
                out.writeLong(answer.freshUntil().toEpochMilli());
                out.writeInt(answer.past().refreshes());
                out.writeInt(answer.past().changes());
                out.writeLong(answer.past().unchangedSeconds());
                out.writeLong(answer.promptTokens());
            }
            boolean deflate = body.size() > compressAbove;
            var all = new ByteArrayOutputStream(body.size() + 1);
            all.write(deflate ? DEFLATED : PLAIN);
            if (deflate) {
                try (var deflated = new DeflaterOutputStream(all)) {
                    body.writeTo(deflated);
                }
            } else {
                body.writeTo(all);
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Answer> answer(byte[] bytes) {
        if (bytes.length == 0 || (bytes[0] != PLAIN && bytes[0] != DEFLATED)) {
            return Optional.empty();
        }
        InputStream body = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (var in = new DataInputStream(bytes[0] == DEFLATED ? new InflaterInputStream(body) : body)) {
            return Optional.of(answer(in));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static Answer answer(DataInputStream in) throws IOException {
        String id = text(in);
        String model = text(in);
        String scope = text(in);
        String text = text(in);
        String canonical = text(in);
        String document = text(in);
        Instant storedAt = Instant.ofEpochMilli(in.readLong());
        Instant expiresAt = Instant.ofEpochMilli(in.readLong());
        long costNano = in.readLong();
        long tokens = in.readLong();
        byte[] more = in.readAllBytes();
        // Entries of before end here: fresh as long as they live, and nobody knows which of their tokens were the
        // prompt's.
        ByteBuffer rest = more.length >= MORE ? ByteBuffer.wrap(more) : null;
        Instant freshUntil = rest == null ? expiresAt : Instant.ofEpochMilli(rest.getLong());
        Answer.Past past =
                rest == null ? Answer.Past.NONE : new Answer.Past(rest.getInt(), rest.getInt(), rest.getLong());
        long prompt = rest == null ? 0 : rest.getLong();
        return new Answer(
                id,
                model,
                scope,
                text,
                canonical,
                document,
                storedAt,
                expiresAt,
                costNano,
                prompt,
                tokens - prompt,
                freshUntil,
                past);
    }

    /**
     * A question with its vector.
     *
     * @param candidate the question
     * @param vector its embedding, of length 1
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    record Question(Candidate candidate, float[] vector) {}

    static byte[] question(Candidate candidate, float[] vector) {
        try {
            var bytes = new ByteArrayOutputStream(candidate.bytes() + 4 * vector.length);
            try (var out = new DataOutputStream(bytes)) {
                out.writeByte(QUESTION);
                out.writeLong(candidate.expiresAt().toEpochMilli());
                out.writeShort(vector.length);
                for (float v : vector) {
                    out.writeFloat(v);
                }
                text(out, candidate.text());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Question> question(String id, byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != QUESTION) {
                return Optional.empty();
            }
            Instant expiresAt = Instant.ofEpochMilli(in.readLong());
            float[] vector = new float[in.readUnsignedShort()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = in.readFloat();
            }
            return Optional.of(new Question(new Candidate(id, text(in), expiresAt), vector));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("not a length: " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the bytes end early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
