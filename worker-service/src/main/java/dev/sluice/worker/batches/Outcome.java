package dev.sluice.worker.batches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.ids.Ids;
import dev.sluice.worker.llm.BulkCalls.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** What a call came to. Pure. */
sealed interface Outcome {

    /** The request is done, well or not. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    record Done(boolean ok, Usage usage, byte[] json) implements Outcome {}

    /** The upstream has no room now: nothing was done, and nothing is counted. */
    record Busy(Duration notBefore) implements Outcome {}

    /** The upstream failed; another call may do better. */
    record Troubled(Duration notBefore, Done otherwise) implements Outcome {}

    /** Reads the answer to a request. */
    static Outcome of(Ask ask, Reply reply, ObjectMapper json) {
        Duration rest = Objects.requireNonNullElse(reply.retryAfter(), Duration.ZERO);
        return switch (reply.status()) {
            case 429, 503, 529 -> new Busy(rest);
            case 408, 500, 502, 504 -> new Troubled(rest, done(ask, reply, json));
            default -> done(ask, reply, json);
        };
    }

    /** The request was not done. */
    static Done undone(String customId, String code, String message, ObjectMapper json) {
        ObjectNode line = line(customId, json);
        line.putNull("response");
        line.putObject("error").put("code", code).put("message", message);
        return new Done(false, Usage.NONE, bytes(line));
    }

    private static Done done(Ask ask, Reply reply, ObjectMapper json) {
        if (!reply.complete()) {
            return undone(
                    ask.customId(),
                    "response_too_large",
                    "The answer (status %d) is larger than is kept. Ask for less at once.".formatted(reply.status()),
                    json);
        }
        JsonNode body = body(reply.body(), json);
        boolean ok = reply.status() == 200 && body.isObject();
        return new Done(ok, ok ? Usage.of(body) : Usage.NONE, line(ask.customId(), reply, body, json));
    }

    /** The body stays as it came, unless it has line breaks, which a line cannot have. */
    private static byte[] line(String customId, Reply reply, JsonNode body, ObjectMapper json) {
        ObjectNode line = line(customId, json);
        line.putObject("response").put("status_code", reply.status()).put("request_id", reply.requestId());
        String head = line.toString();
        var out = new ByteArrayOutputStream(head.length() + reply.body().length + 32);
        out.writeBytes(head.substring(0, head.length() - 2).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(",\"body\":".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(
                body.isContainerNode() && isOneLine(reply.body())
                        ? reply.body()
                        : body.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes("},\"error\":null}".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static boolean isOneLine(byte[] text) {
        for (byte one : text) {
            if (one == '\n' || one == '\r') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode body(byte[] bytes, ObjectMapper json) {
        try {
            JsonNode tree = json.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(bytes);
            return tree.isMissingNode() ? json.getNodeFactory().textNode("") : tree;
        } catch (JsonProcessingException notJson) {
            return json.getNodeFactory().textNode(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private static ObjectNode line(String customId, ObjectMapper json) {
        return json.createObjectNode()
                .put("id", "batch_req_" + Ids.next().replace("-", ""))
                .put("custom_id", customId);
    }

    private static byte[] bytes(ObjectNode line) {
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }
}
