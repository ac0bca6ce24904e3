package dev.sluice.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** From path, request and script to the answer in the right dialect. Paths count by their end: any base path will do. */
final class Dialects {

    private Dialects() {}

    static Answer answer(String method, String path, Asked asked, Script script, long number) {
        if (!script.content().raw().isEmpty()) {
            return raw(script, asked.stream());
        }
        if (script.status() >= 400) {
            String text = script.content().text();
            return error(
                    path, script.status(), text == null ? "Scripted error " + script.status() : text, script.odd());
        }
        Answer usual = usual(method + " " + path, path, asked, script, number);
        return usual.status() == 200 && script.status() != 200
                ? new Answer(script.status(), usual.contentType(), usual.streamed(), usual.chunks())
                : usual;
    }

    static Answer error(String path, int status, String message, boolean odd) {
        ObjectNode body = path.contains("/messages")
                ? AnthropicMessages.error(status, message)
                : OpenAiOther.error(status, message);
        return Answer.json(status, body, odd);
    }

    private static Answer usual(String call, String path, Asked asked, Script script, long number) {
        boolean post = call.startsWith("POST ");
        if (post && path.endsWith("/chat/completions")) {
            return OpenAiChat.answer(asked, script, number);
        }
        if (post && path.endsWith("/messages")) {
            return AnthropicMessages.answer(asked, script, number);
        }
        if (post && path.endsWith("/messages/count_tokens")) {
            return Answer.json(200, AnthropicMessages.countTokens(asked), script.odd());
        }
        if (post && path.endsWith("/embeddings")) {
            return Answer.json(200, OpenAiOther.embeddings(asked), script.odd());
        }
        if (post && path.endsWith("/moderations")) {
            return Answer.json(200, OpenAiOther.moderation(asked, number), script.odd());
        }
        if (call.startsWith("GET ") && path.endsWith("/models")) {
            return Answer.json(200, OpenAiOther.models(), script.odd());
        }
        int id = path.lastIndexOf("/models/");
        if (call.startsWith("GET ") && id >= 0) {
            return Answer.json(200, OpenAiOther.model(path.substring(id + "/models/".length())), script.odd());
        }
        return error(path, 404, "Unknown request URL: " + call, script.odd());
    }

    private static Answer raw(Script script, boolean streamAsked) {
        String type = script.content().contentType();
        boolean streamed = streamAsked || script.content().raw().size() > 1;
        List<Buffer> chunks = script.content().raw().stream()
                .map(chunk -> Buffer.buffer(chunk.toArray()))
                .toList();
        String usual = streamAsked && script.status() < 400 ? Answer.EVENTS : Answer.JSON;
        return new Answer(script.status(), type == null ? usual : type, streamed, chunks);
    }
}
