package dev.sluice.gateway.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of Anthropic's dialect token by token: messages and the events of their streams. Usage comes twice in a
 * stream, the prompt's with the start and the answer's with the end; each number that is told replaces the one before.
 */
public final class MessageReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Answer into;
    private final JsonParser json;

    private MessageReader(JsonParser json, Answer into) {
        this.json = json;
        this.into = into;
    }

    /**
     * Reads one JSON object into the answer.
     *
     * @return false when it is not JSON; what came before the fault may have been taken
     */
    public static boolean read(byte[] bytes, int length, Answer into) {
        try (JsonParser json = JSON.createParser(bytes, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            new MessageReader(json, into).object();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void object() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "type" -> type();
                case "id" -> into.id = text(into.id);
                case "model" -> into.model = text(into.model);
                case "role" -> into.richer |= !"assistant".equals(text(null));
                case "content" -> blocks();
                case "content_block", "delta" -> block();
                case "stop_reason" -> finish();
                case "usage" -> usage();
                case "error" -> into.error |= value != JsonToken.VALUE_NULL;
                case "message" -> {
                    if (value == JsonToken.START_OBJECT) {
                        object();
                    }
                }
                default -> {}
            }
            json.skipChildren();
        }
    }

    private void type() throws IOException {
        String type = text(null);
        if ("message_stop".equals(type)) {
            into.terminal = true;
        } else if ("error".equals(type)) {
            into.error = true;
        }
    }

    private void blocks() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                block();
            } else {
                json.skipChildren();
            }
        }
    }

    /** A block, the beginning of one, or a piece of one. */
    private void block() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "type" -> {
                    String type = text("");
                    into.richer |= !"text".equals(type) && !"text_delta".equals(type);
                }
                case "text" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        into.say(json.getText());
                    }
                }
                case "stop_reason" -> finish();
                case "stop_sequence" -> {}
                default -> into.richer |= value != JsonToken.VALUE_NULL;
            }
            json.skipChildren();
        }
    }

    /** In the words of chat completions, which the rest of the house uses. */
    private void finish() throws IOException {
        String reason = text(null);
        if (reason != null) {
            into.finish = switch (reason) {
                case "end_turn" -> "stop";
                case "max_tokens", "model_context_window_exceeded" -> "length";
                case "tool_use" -> "tool_calls";
                case "refusal" -> "content_filter";
                // Which of several sequences was met is not in a replayed answer, so such a one is not kept.
                default -> reason;
            };
        }
    }

    private void usage() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        Tokens before = into.tokens;
        long fresh = before == null ? 0 : before.input() - before.cachedInput();
        long written = 0;
        long cached = before == null ? 0 : before.cachedInput();
        long output = before == null ? 0 : before.output();
        boolean promptTold = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            long number = value == JsonToken.VALUE_NUMBER_INT ? Math.max(0, json.getLongValue()) : 0;
            boolean told = value == JsonToken.VALUE_NUMBER_INT;
            switch (name) {
                case "input_tokens" -> {
                    fresh = told ? number : fresh;
                    promptTold |= told;
                }
                case "cache_creation_input_tokens" -> written = number;
                case "cache_read_input_tokens" -> cached = told ? number : cached;
                case "output_tokens" -> output = told ? number : output;
                default -> {}
            }
            json.skipChildren();
        }
        long input = fresh + (promptTold ? written : 0) + cached;
        into.tokens = new Tokens(input, output, cached, 0, false);
    }

    private @Nullable String text(@Nullable String otherwise) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : otherwise;
    }
}
