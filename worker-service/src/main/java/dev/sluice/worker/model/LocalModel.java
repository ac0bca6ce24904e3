package dev.sluice.worker.model;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Extract;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.language.Centrality;
import dev.sluice.worker.language.Keywords;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in model {@code local}: it answers with sentences of the conversation, or of the tenant's documents with
 * citations, and says plainly when it finds none. The same conversation over the same documents gets the same answer.
 */
@ApplicationScoped
public class LocalModel {

    /** Its name in the OpenAI dialect. */
    public static final String NAME = "local";

    private static final int SENTENCES = 3;
    private static final int PASSAGES = 6;
    private static final int KEYWORDS = 10;

    private static final String NOTHING =
            "I am the built-in extractive model: I answer with sentences that I find, and nothing in this conversation or"
                    + " the knowledge index answers that. Paste a text and ask about it, ask me to summarise one, or post"
                    + " documents to /knowledge/documents. For free answers, configure a provider.";

    private final KnowledgeBase knowledge;

    LocalModel(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * An answer.
     *
     * @param text the answer
     * @param found whether it was found; else the text says that it was not
     */
    public record Answer(String text, boolean found) {}

    /** Answers the last user message of a conversation. */
    public Answer answer(String tenant, List<ChatMessage> messages) {
        return switch (Asked.of(messages)) {
            case Asked.Summary(String text) -> summary(text);
            case Asked.Keywords(String text) -> keywords(text);
            case Asked.Question question -> answer(tenant, question);
        };
    }

    private static Answer summary(String text) {
        if (text.isBlank()) {
            return new Answer(
                    "There is no text to summarise in this conversation. Send it after a colon: \"Summarise this: ...\".",
                    false);
        }
        int sentences = Math.clamp(Sentences.of(text).size() / 4, 1, 5);
        return new Answer(String.join(" ", Centrality.summary(text, sentences)), true);
    }

    private static Answer keywords(String text) {
        List<String> found = Keywords.of(text, KEYWORDS).texts();
        if (found.isEmpty()) {
            return new Answer(
                    "There is no text to take keywords from in this conversation. Send it after a colon: \"Keywords of:"
                            + " ...\".",
                    false);
        }
        return new Answer(String.join(", ", found), true);
    }

    private Answer answer(String tenant, Asked.Question asked) {
        List<Extract.Source> said = new ArrayList<>();
        for (String text : asked.context()) {
            said.add(new Extract.Source(said.size() + 1, "", text));
        }
        List<Extract.Cited> here = Extract.answer(asked.question(), said, SENTENCES);
        if (!here.isEmpty()) {
            return new Answer(
                    String.join(" ", here.stream().map(Extract.Cited::sentence).toList()), true);
        }
        if (Terms.of(asked.question()).size() <= 1 && asked.context().stream().anyMatch(t -> t.length() > 300)) {
            return summary(asked.context().getFirst());
        }
        return fromKnowledge(tenant, asked.question());
    }

    private Answer fromKnowledge(String tenant, String question) {
        List<Passage> passages = knowledge.search(tenant, question, PASSAGES);
        List<Extract.Source> sources = passages.stream()
                .map(passage -> new Extract.Source(passage.n(), passage.title(), passage.text()))
                .toList();
        List<Extract.Cited> cited = Extract.answer(question, sources, SENTENCES);
        return cited.isEmpty() ? new Answer(NOTHING, false) : new Answer(written(cited, passages), true);
    }

    /** The sentences with their citations, and below them the sources, numbered as they are cited. */
    private static String written(List<Extract.Cited> cited, List<Passage> passages) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        var text = new StringBuilder();
        for (Extract.Cited one : cited) {
            int number = numbers.computeIfAbsent(one.n(), n -> numbers.size() + 1);
            text.append(text.isEmpty() ? "" : " ")
                    .append(one.sentence())
                    .append(" [")
                    .append(number)
                    .append(']');
        }
        text.append("\n\nSources:");
        for (Passage passage : passages) {
            Integer number = numbers.get(passage.n());
            if (number != null) {
                text.append("\n[").append(number).append("] ").append(passage.title());
                if (passage.url() != null) {
                    text.append(" (").append(passage.url()).append(')');
                }
            }
        }
        return text.toString();
    }
}
