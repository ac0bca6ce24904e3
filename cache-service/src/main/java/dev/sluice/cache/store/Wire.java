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
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * Answers and questions as bytes in Redis. The first byte is the version of the form; a form nobody knows any more is
 * read as nothing, so that a new version of the service meets old entries as misses.
 */
final class Wire {

    private static final int OLD_PLAIN = 1;
    private static final int OLD_DEFLATED = 2;
    private static final int PLAIN = 3;
    private static final int DEFLATED = 4;
    /** The number of the dictionary follows. */
    private static final int SQUEEZED = 5;

    private static final Optional<Squeeze> SQUEEZE = Squeeze.load();
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
            byte[] bytes = body.toByteArray();
            Optional<byte[]> small =
                    bytes.length > compressAbove ? SQUEEZE.flatMap(s -> s.squeeze(bytes)) : Optional.empty();
            return small.map(b -> join(b, SQUEEZED, Squeeze.DICTIONARY)).orElseGet(() -> join(bytes, PLAIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Answer> answer(byte[] bytes) {
        Optional<InputStream> body = body(bytes);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(body.get())) {
            return Optional.of(answer(in));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] join(byte[] body, int... head) {
        byte[] all = new byte[head.length + body.length];
        for (int i = 0; i < head.length; i++) {
            all[i] = (byte) head[i];
        }
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static Optional<InputStream> body(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        var rest = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        return switch (bytes[0]) {
            case OLD_PLAIN, PLAIN -> Optional.of(rest);
            case OLD_DEFLATED, DEFLATED -> Optional.of(new InflaterInputStream(rest));
            case SQUEEZED ->
                bytes[1] == Squeeze.DICTIONARY
                        ? SQUEEZE.flatMap(s -> s.expand(Arrays.copyOfRange(bytes, 2, bytes.length)))
                                .map(ByteArrayInputStream::new)
                        : Optional.empty();
            default -> Optional.empty();
        };
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
