package dev.sluice.gateway.seeds;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The chunks of one chat completion, said as chunk, done and error. What did not say that it is done is an error. */
final class Completion {

    private final Voice voice;
    private long characters;
    private boolean done;
    private boolean failed;
    private @Nullable String finish;
    private @Nullable String model;
    private @Nullable JsonObject usage;

    Completion(Voice voice) {
        this.voice = voice;
    }

    long characters() {
        return characters;
    }

    void event(Buffer data) {
        if (data.toString().trim().equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            read(data.toJsonObject());
        } catch (DecodeException | ClassCastException unreadable) {
            fail(502, "upstream_error", "The upstream said something that cannot be read.");
        }
    }

    private void read(JsonObject chunk) {
        JsonObject error = chunk.getJsonObject("error");
        if (error != null) {
            fail(502, error.getString("code", "upstream_error"), error.getString("message", "The answer broke off."));
            return;
        }
        model = chunk.getString("model", model);
        usage = chunk.getJsonObject("usage", usage) == null ? usage : chunk.getJsonObject("usage");
        JsonArray choices = chunk.getJsonArray("choices", new JsonArray());
        for (int i = 0; i < choices.size(); i++) {
            JsonObject choice = choices.getJsonObject(i);
            finish = choice.getString("finish_reason") == null ? finish : choice.getString("finish_reason");
            delta(choice.getJsonObject("delta", new JsonObject()));
        }
    }

    private void delta(JsonObject delta) {
        String content = delta.getString("content");
        if (content != null && !content.isEmpty()) {
            characters += content.length();
            voice.say("chunk", new JsonObject().put("content", content));
        }
        JsonObject more = delta.copy();
        more.remove("content");
        more.remove("role");
        more.fieldNames().removeIf(name -> more.getValue(name) == null);
        if (!more.isEmpty()) {
            voice.say("chunk", new JsonObject().put("delta", more));
        }
    }

    void fail(int status, String code, String message) {
        if (!failed) {
            failed = true;
            voice.say(
                    "error",
                    new JsonObject().put("status", status).put("code", code).put("message", message));
        }
    }

    /** Nothing follows. */
    void end(MultiMap headers, String requestId) {
        if (failed) {
            return;
        }
        if (!done) {
            fail(502, "upstream_cut", "The answer broke off before it was complete.");
            return;
        }
        var said = new JsonObject()
                .put("finish", finish)
                .put("model", model)
                .put("cache", headers.get("x-cache"))
                .put("requestId", requestId);
        if (usage != null) {
            said.put(
                    "usage",
                    new JsonObject()
                            .put("inputTokens", usage.getLong("prompt_tokens"))
                            .put("outputTokens", usage.getLong("completion_tokens")));
        }
        voice.say("done", said);
    }
}
