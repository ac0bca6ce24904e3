package dev.sluice.gateway.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of the OpenAI dialect token by token: documents and chunks of chat and legacy completions, embeddings,
 * and events of the Responses API.
 */
public final class AnswerReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private AnswerReader() {}

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
            object(json, into);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void object(JsonParser json, Answer into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> into.id = text(json, into.id);
                case "model" -> into.model = text(json, into.model);
                case "system_fingerprint" -> into.fingerprint = text(json, into.fingerprint);
                case "created" ->
                    into.created = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : into.created;
                case "choices" -> choices(json, into);
                case "usage" -> usage(json, into);
                case "error" -> into.error |= value != JsonToken.VALUE_NULL;
                case "type" -> type(json, into);
                case "delta" -> delta(json, into);
                case "response" -> {
                    if (value == JsonToken.START_OBJECT) {
                        object(json, into);
                    }
                }
                default -> {}
            }
            json.skipChildren();
        }
    }

    /** Events of the Responses API, of sounds and of pictures say by their type that they are the last. */
    private static void type(JsonParser json, Answer into) throws IOException {
        String type = text(json, null);
        if (type != null) {
            switch (type) {
                case "response.completed",
                        "response.incomplete",
                        "transcript.text.done",
                        "speech.audio.done",
                        "image_generation.completed",
                        "image_edit.completed" -> into.terminal = true;
                case "response.failed" -> {
                    into.terminal = true;
                    into.error = true;
                }
                case "error" -> into.error = true;
                default -> {}
            }
        }
    }

    private static void delta(JsonParser json, Answer into) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            into.say(json.getText());
        }
    }

    private static void choices(JsonParser json, Answer into) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                choice(json, into);
            } else {
                json.skipChildren();
            }
        }
    }

    private static void choice(JsonParser json, Answer into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "index" -> into.richer |= value == JsonToken.VALUE_NUMBER_INT && json.getIntValue() != 0;
                case "finish_reason" -> into.finish = text(json, into.finish);
                case "message", "delta" -> {
                    if (value == JsonToken.START_OBJECT) {
                        message(json, into);
                    }
                }
                case "text" -> delta(json, into);
                case "logprobs" -> into.richer |= value != JsonToken.VALUE_NULL;
                default -> {}
            }
            json.skipChildren();
        }
    }

    private static void message(JsonParser json, Answer into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "content" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        into.say(json.getText());
                    } else {
                        into.richer |= value != JsonToken.VALUE_NULL;
                    }
                }
                case "role" ->
                    into.richer |=
                            value == JsonToken.VALUE_STRING && !json.getText().equals("assistant");
                default -> into.richer |= !isEmpty(json);
            }
            json.skipChildren();
        }
    }

    /** Null, an empty text or an empty list; leaves a list at its end. */
    private static boolean isEmpty(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> true;
            case VALUE_STRING -> json.getTextLength() == 0;
            case START_ARRAY -> {
                boolean empty = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    empty = false;
                }
                yield empty;
            }
            default -> false;
        };
    }

    private static void usage(JsonParser json, Answer into) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        long input = 0;
        long output = 0;
        Details prompt = Details.NONE;
        Details answer = Details.NONE;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "prompt_tokens", "input_tokens" -> input = number(json);
                case "completion_tokens", "output_tokens" -> output = number(json);
                case "prompt_tokens_details", "input_tokens_details" -> prompt = details(json, "cached_tokens");
                case "completion_tokens_details", "output_tokens_details" -> answer = details(json, "reasoning_tokens");
                default -> {}
            }
            json.skipChildren();
        }
        into.tokens = new Tokens(
                input,
                output,
                Math.min(prompt.wanted, input),
                Math.min(answer.wanted, output),
                false,
                Math.min(prompt.audio, input),
                Math.min(answer.audio, output));
    }

    /** Of the tokens of a prompt or an answer those of a wanted kind, and those that are sound. */
    private record Details(long wanted, long audio) {
        static final Details NONE = new Details(0, 0);
    }

    private static Details details(JsonParser json, String wanted) throws IOException {
        long found = 0;
        long audio = 0;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(wanted)) {
                    found = number(json);
                } else if (name.equals("audio_tokens")) {
                    audio = number(json);
                }
                json.skipChildren();
            }
        }
        return new Details(found, audio);
    }

    private static long number(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? Math.max(0, json.getLongValue()) : 0;
    }

    private static @Nullable String text(JsonParser json, @Nullable String otherwise) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : otherwise;
    }
}
