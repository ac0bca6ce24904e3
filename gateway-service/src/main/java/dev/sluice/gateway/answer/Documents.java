package dev.sluice.gateway.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From one form of a chat completion to the other: a stream becomes a document, a document a stream. */
public final class Documents {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    /** About how many characters a replayed chunk has, and how many chunks there are at most. */
    private static final int PIECE = 24;

    private static final int MOST_PIECES = 256;

    private Documents() {}

    /**
     * The document of a complete, plain answer that came as a stream.
     *
     * @param tokens what to tell as usage; absent means no usage
     */
    public static byte[] document(Answer answer, @Nullable Tokens tokens) {
        return write(json -> {
            json.writeStartObject();
            head(json, answer, "chat.completion");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("message");
            json.writeStringField("role", "assistant");
            json.writeStringField("content", answer.content());
            json.writeNullField("refusal");
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeStringField("finish_reason", finish(answer));
            json.writeEndObject();
            json.writeEndArray();
            if (tokens != null) {
                usage(json, tokens);
            }
            json.writeEndObject();
        });
    }

    /** The stream of a complete, plain answer: role, words, end, usage if wanted, {@code [DONE]}. */
    public static byte[] stream(Answer answer, boolean includeUsage) {
        var out = new ByteArrayOutputStream(512 + answer.content().length() * 8);
        chunk(out, answer, json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
        });
        String words = answer.content();
        int size = Math.max(PIECE, words.length() / MOST_PIECES + 1);
        for (int from = 0; from < words.length(); ) {
            int to = end(words, from, size);
            String piece = words.substring(from, to);
            chunk(out, answer, json -> json.writeStringField("content", piece));
            from = to;
        }
        event(out, write(json -> {
            json.writeStartObject();
            head(json, answer, "chat.completion.chunk");
            choice(json, delta -> {}, finish(answer));
            json.writeEndObject();
        }));
        if (includeUsage) {
            out.writeBytes(usage(answer));
        }
        out.writeBytes(DONE);
        return out.toByteArray();
    }

    /** The event that tells what an answer used; nothing where that is not known. */
    public static byte[] usage(Answer answer) {
        Tokens tokens = answer.tokens();
        var out = new ByteArrayOutputStream();
        if (tokens != null) {
            event(out, write(json -> {
                json.writeStartObject();
                head(json, answer, "chat.completion.chunk");
                json.writeArrayFieldStart("choices");
                json.writeEndArray();
                usage(json, tokens);
                json.writeEndObject();
            }));
        }
        return out.toByteArray();
    }

    /** Behind a space near the wanted size, never within a surrogate pair. */
    private static int end(String words, int from, int size) {
        int to = Math.min(words.length(), from + size);
        if (to == words.length()) {
            return to;
        }
        int space = words.lastIndexOf(' ', to);
        if (space > from) {
            return space;
        }
        return Character.isHighSurrogate(words.charAt(to - 1)) ? to + 1 : to;
    }

    private interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private static void chunk(ByteArrayOutputStream out, Answer answer, Writer delta) {
        event(out, write(json -> {
            json.writeStartObject();
            head(json, answer, "chat.completion.chunk");
            choice(json, delta, null);
            json.writeEndObject();
        }));
    }

    private static void choice(JsonGenerator json, Writer delta, @Nullable String finish) throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
        delta.write(json);
        json.writeEndObject();
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", finish);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void head(JsonGenerator json, Answer answer, String object) throws IOException {
        json.writeStringField("id", Objects.requireNonNullElse(answer.id(), "chatcmpl-sluice"));
        json.writeStringField("object", object);
        json.writeNumberField("created", answer.created());
        json.writeStringField("model", Objects.requireNonNullElse(answer.model(), ""));
        if (answer.fingerprint() != null) {
            json.writeStringField("system_fingerprint", answer.fingerprint());
        }
    }

    private static void usage(JsonGenerator json, Tokens tokens) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", tokens.input());
        json.writeNumberField("completion_tokens", tokens.output());
        json.writeNumberField("total_tokens", tokens.total());
        json.writeObjectFieldStart("prompt_tokens_details");
        json.writeNumberField("cached_tokens", tokens.cachedInput());
        audio(json, tokens.audioInput());
        json.writeEndObject();
        json.writeObjectFieldStart("completion_tokens_details");
        json.writeNumberField("reasoning_tokens", tokens.reasoning());
        audio(json, tokens.audioOutput());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void audio(JsonGenerator json, long tokens) throws IOException {
        if (tokens > 0) {
            json.writeNumberField("audio_tokens", tokens);
        }
    }

    private static String finish(Answer answer) {
        return Objects.requireNonNullElse(answer.finish(), "stop");
    }

    private static void event(ByteArrayOutputStream out, byte[] data) {
        out.writeBytes(DATA);
        out.writeBytes(data);
        out.write('\n');
        out.write('\n');
    }

    private static byte[] write(Writer writer) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
