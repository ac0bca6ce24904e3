package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.AnswerReader;
import dev.sluice.gateway.answer.Documents;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.recall.Found;
import dev.sluice.gateway.wire.Delivery;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** Answers that are there already, in the form that was asked for. */
final class Stored {

    private Stored() {}

    /** One from the cache. */
    static Outcome replay(Exchange x, ChatRequest asked, Found found) {
        x.tally.cache(found.outcome(), found.layer(), found.similarity());
        Outcome outcome = replay(x, asked, found.document());
        x.client().putHeader("age", Long.toString(found.ageSeconds()));
        if (found.similarity() != null) {
            x.client().putHeader("x-sluice-similarity", String.format(Locale.ROOT, "%.4f", found.similarity()));
        }
        if (found.entryId() != null) {
            x.client().putHeader("x-sluice-cache-entry", found.entryId());
        }
        return outcome;
    }

    /** Any; how it came about is on the sheet. */
    static Outcome replay(Exchange x, ChatRequest asked, Buffer document) {
        Answer answer = read(document);
        x.tally.recalled(answer);
        Buffer chat = asked.stream()
                ? Buffer.buffer(Documents.stream(answer, asked.options().includeUsage()))
                : document;
        Buffer body = Interpreter.replay(x, chat, asked.stream());
        x.begin(200, HttpHeaders.headers());
        x.client().putHeader("content-type", asked.stream() ? "text/event-stream; charset=utf-8" : "application/json");
        return new Outcome(200, Delivery.COMPLETE, body, answer);
    }

    static Answer read(Buffer document) {
        var answer = new Answer(document.length());
        AnswerReader.read(document.getBytes(), document.length(), answer);
        return answer;
    }
}
