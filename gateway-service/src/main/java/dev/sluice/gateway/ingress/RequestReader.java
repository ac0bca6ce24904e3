package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.gateway.errors.ApiError;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body once, token by token, and notes places instead of copying. A field that stands twice is refused: two
 * readers could see two different requests.
 */
final class RequestReader {

    private static final String TEMPLATE = "template";

    private final Bounds bounds;
    private final Body whole;
    private final byte[] body;
    private final Set<String> seen = new HashSet<>();

    private @Nullable String model;
    private int afterBrace;
    private Span modelAt = new Span(0, 0);
    private boolean stream;
    private @Nullable Span messagesAt;
    private List<Turn> turns = List.of();
    private @Nullable Double temperature;
    private long n = 1;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private boolean tools;
    private boolean includeUsage;
    private @Nullable UsageWish usageWish;
    private boolean logprobs;
    private boolean shaped;
    private int templateKey;
    private @Nullable Span templateAt;

    RequestReader(Body whole, Bounds bounds) {
        this.bounds = bounds;
        this.whole = whole;
        this.body = whole.bytes();
    }

    ChatRequest chat() {
        read(this::chatField);
        String named = needModel("");
        Span messages = messagesAt;
        if (messages == null && templateAt != null) {
            messages = new Span(afterBrace, afterBrace);
        }
        if (messages == null) {
            throw ApiError.invalid(
                    "messages",
                    "missing_field",
                    "The field 'messages' is missing. Send a list with at least one message.");
        }
        if (turns.isEmpty() && templateAt == null) {
            throw ApiError.invalid(
                    "messages", "empty_list", "The list 'messages' is empty. Send at least one message.");
        }
        Long limit = maxCompletionTokens == null ? maxTokens : maxCompletionTokens;
        return new ChatRequest(
                whole,
                named,
                modelAt,
                stream,
                messages,
                turns,
                new ChatRequest.Options(temperature, n, limit, tools, includeUsage, logprobs, shaped),
                usageWish(),
                templateAt);
    }

    PlainRequest plain(String defaultModel) {
        read(this::plainField);
        return new PlainRequest(whole, needModel(defaultModel), modelAt, stream, usageWish(), templateAt);
    }

    /** What has to be changed for a stream to tell its usage; null if nothing. */
    private @Nullable UsageWish usageWish() {
        if (!stream || includeUsage) {
            return null;
        }
        return usageWish == null ? UsageWish.added(afterBrace) : usageWish;
    }

    private String needModel(String defaultModel) {
        String named = model;
        if (named != null) {
            return named;
        }
        if (defaultModel.isEmpty() || seen.isEmpty()) {
            throw ApiError.invalid(
                    "model", "missing_field", "The field 'model' is missing. GET /v1/models lists what can be asked.");
        }
        return defaultModel;
    }

    private interface FieldReader {
        void read(JsonParser json, String name) throws IOException;
    }

    private void read(FieldReader fields) {
        refuseOtherEncodings();
        try (JsonParser json = bounds.json().createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiError.invalid(null, "invalid_json", "The body is not a JSON object. Send one JSON object.");
            }
            afterBrace = Values.end(json);
            modelAt = new Span(afterBrace, afterBrace);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (!seen.add(name)) {
                    throw ApiError.invalid(
                            name, "duplicate_field", "A field stands twice in the body. Send each once.");
                }
                if (name.equals(TEMPLATE)) {
                    templateKey = Values.start(json);
                }
                json.nextToken();
                fields.read(json, name);
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw ApiError.invalid(
                        null, "invalid_json", "Something follows the JSON object. Send one JSON object.");
            }
        } catch (StreamConstraintsException e) {
            throw bounds.tooDeep();
        } catch (JsonParseException e) {
            throw ApiError.invalid(null, "invalid_json", "The body is not valid JSON" + where(e) + ".");
        } catch (JsonProcessingException e) {
            throw ApiError.invalid(null, "invalid_json", "The body is not complete, valid JSON" + where(e) + ".");
        } catch (IOException e) {
            throw ApiError.invalid(null, "invalid_json", "The body is not valid JSON in UTF-8.");
        }
    }

    /** The parser would guess UTF-16 and UTF-32 and then know no byte offsets. */
    private void refuseOtherEncodings() {
        boolean nul = body.length > 1 && (body[0] == 0 || body[1] == 0);
        boolean mark = body.length > 0 && (body[0] & 0xFF) >= 0x80;
        if (nul || mark || body.length == 0) {
            throw ApiError.invalid(
                    null,
                    "invalid_json",
                    body.length == 0
                            ? "The body is empty. Send one JSON object."
                            : "The body is not JSON in UTF-8 without a byte order mark.");
        }
    }

    private void commonField(JsonParser json, String name) throws IOException {
        switch (name) {
            case "model" -> {
                model = Values.text(json, name);
                if (model.isBlank()) {
                    throw ApiError.invalid(name, "missing_field", "The field 'model' is empty. Name a model.");
                }
                modelAt = Values.span(json);
            }
            case "stream" -> stream = Values.flag(json, name);
            case "stream_options" -> streamOptions(json, name);
            case TEMPLATE -> {
                // Anything but an object is no template of ours, and passes.
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    json.skipChildren();
                    templateAt = new Span(templateKey, Values.end(json));
                }
            }
            default -> {}
        }
    }

    private void chatField(JsonParser json, String name) throws IOException {
        switch (name) {
            case "messages" -> {
                int start = Values.start(json);
                turns = TurnReader.read(json, bounds);
                messagesAt = new Span(start, Values.end(json));
            }
            case "temperature" -> temperature = Values.number(json, name);
            case "n" -> {
                Long wanted = Values.integer(json, name);
                n = wanted == null ? 1 : wanted;
                if (n < 1) {
                    throw ApiError.invalid(name, "invalid_value", "The field 'n' must be at least 1.");
                }
                bounds.n(name, (double) n);
            }
            case "max_tokens" -> maxTokens = tokens(json, name);
            case "max_completion_tokens" -> maxCompletionTokens = tokens(json, name);
            case "tools", "functions" -> tools |= Values.list(json, name);
            case "logprobs" -> logprobs = Values.flag(json, name);
            case "response_format" -> shaped = Values.shaped(json);
            default -> commonField(json, name);
        }
    }

    private @Nullable Long tokens(JsonParser json, String name) throws IOException {
        Long wanted = Values.integer(json, name);
        if (wanted != null) {
            bounds.tokens(name, (double) wanted);
        }
        return wanted;
    }

    /** What is not read here is only held to the bounds; its host says what else is wrong with it. */
    private void plainField(JsonParser json, String name) throws IOException {
        switch (name) {
            case "messages", "input" -> {
                if (json.currentToken() == JsonToken.START_ARRAY) {
                    countObjects(json, name);
                }
            }
            case "n" -> {
                if (json.currentToken().isNumeric()) {
                    bounds.n(name, json.getDoubleValue());
                }
            }
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
                if (json.currentToken().isNumeric()) {
                    bounds.tokens(name, json.getDoubleValue());
                }
            }
            default -> commonField(json, name);
        }
    }

    private void countObjects(JsonParser json, String name) throws IOException {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                bounds.messages(name, ++count);
            }
            json.skipChildren();
        }
    }

    private void streamOptions(JsonParser json, String name) throws IOException {
        int start = Values.start(json);
        includeUsage = Values.flagIn(json, name, "include_usage");
        usageWish = UsageWish.in(body, new Span(start, Values.end(json)));
    }

    private static String where(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }
}
