package dev.sluice.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.testkit.Script.Content;
import dev.sluice.testkit.Script.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scripts as JSON, in ASCII so that one fits into a header. Unknown keys are refused by name. */
final class ScriptJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ScriptJson() {}

    static Script read(String json) {
        try {
            Script script = Script.echo();
            for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
                script = apply(script, field.getKey(), field.getValue());
            }
            return script;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A script is a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private static Script apply(Script script, String key, JsonNode value) {
        return switch (key) {
            case "status" -> script.status(value.asInt());
            case "headers" -> {
                Script with = script;
                for (Map.Entry<String, JsonNode> header : value.properties()) {
                    with = with.header(header.getKey(), header.getValue().asText());
                }
                yield with;
            }
            case "retryAfterSeconds" -> script.retryAfter(value.asInt());
            case "text" -> script.withContent(new Content(value.asText(), 0, List.of(), null));
            case "words" -> script.withContent(new Content(null, value.asInt(), List.of(), null));
            case "raw" -> {
                List<Bytes> chunks = new ArrayList<>();
                value.forEach(chunk -> chunks.add(Bytes.utf8(chunk.asText())));
                yield script.withContent(
                        new Content(null, 0, chunks, script.content().contentType()));
            }
            case "contentType" ->
                script.withContent(new Content(
                        script.content().text(),
                        script.content().words(),
                        script.content().raw(),
                        value.asText()));
            case "garbage" ->
                value.asBoolean() ? script.withContent(Script.garbage().content()) : script;
            case "headersAfterMs" -> script.headersAfter(Duration.ofMillis(value.asLong()));
            case "firstTokenAfterMs" -> script.firstTokenAfter(Duration.ofMillis(value.asLong()));
            case "tokenEveryMs" -> script.tokenEvery(Duration.ofMillis(value.asLong()));
            case "cutAfterChunks" -> script.cutAfterChunks(value.asInt());
            case "cutAfterBytes" -> script.cutAfterBytes(value.asLong());
            case "endAfterChunks" -> script.endAfterChunks(value.asInt());
            case "stallAfterChunks" -> script.stallAfterChunks(value.asInt());
            case "hangUp" -> value.asBoolean() ? script.ending(Script.hangUp().ending()) : script;
            case "neverAnswer" ->
                value.asBoolean() ? script.ending(Script.neverAnswer().ending()) : script;
            case "gzip" -> value.asBoolean() ? script.compressed() : script;
            case "odd" -> value.asBoolean() ? script.oddly() : script;
            case "times" -> script.times(value.asInt());
            default -> throw new IllegalArgumentException("A script has no key \"" + key + "\"");
        };
    }

    static String write(Script script) {
        ObjectNode out = JSON.createObjectNode();
        if (script.status() != 200) {
            out.put("status", script.status());
        }
        if (!script.headers().isEmpty()) {
            ObjectNode headers = out.putObject("headers");
            script.headers().forEach(headers::put);
        }
        writeContent(script.content(), out);
        writeMillis(out, "headersAfterMs", script.pace().headersAfter());
        writeMillis(out, "firstTokenAfterMs", script.pace().firstTokenAfter());
        writeMillis(out, "tokenEveryMs", script.pace().tokenEvery());
        writeEnding(script.ending(), out);
        if (script.gzip()) {
            out.put("gzip", true);
        }
        if (script.odd()) {
            out.put("odd", true);
        }
        if (script.times() != 1) {
            out.put("times", script.times());
        }
        try {
            return JSON.writeValueAsString(out);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeContent(Content content, ObjectNode out) {
        if (content.text() != null) {
            out.put("text", content.text());
        }
        if (content.words() > 0) {
            out.put("words", content.words());
        }
        if (content.equals(Script.garbage().content())) {
            out.put("garbage", true);
        } else if (!content.raw().isEmpty()) {
            var raw = out.putArray("raw");
            content.raw().forEach(chunk -> raw.add(chunk.text()));
        }
        if (content.contentType() != null) {
            out.put("contentType", content.contentType());
        }
    }

    private static void writeMillis(ObjectNode out, String key, Duration value) {
        if (!value.isZero()) {
            out.put(key, value.toMillis());
        }
    }

    private static void writeEnding(Ending ending, ObjectNode out) {
        switch (ending.kind()) {
            case COMPLETE -> {
                // Nothing to say.
            }
            case CUT -> {
                if (ending.bytes() >= 0) {
                    out.put("cutAfterBytes", ending.bytes());
                } else {
                    out.put("cutAfterChunks", ending.chunks());
                }
            }
            case END_EARLY -> out.put("endAfterChunks", ending.chunks());
            case STALL -> out.put("stallAfterChunks", ending.chunks());
            case HANG_UP -> out.put("hangUp", true);
            case NEVER_ANSWER -> out.put("neverAnswer", true);
        }
    }
}
