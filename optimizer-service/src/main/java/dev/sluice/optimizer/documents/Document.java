package dev.sluice.optimizer.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.optimizer.documents.DocumentType.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One document while it is written: what is asked for each section, and what has been accepted so far. */
final class Document {

    /** Of earlier sections so much is shown, so that later ones fit to them. */
    private static final int SHOWN = 8_000;

    private final DocumentType type;
    private final String brief;
    private final ObjectMapper json;
    private final StringBuilder soFar = new StringBuilder();

    /**
     * An empty document.
     *
     * @param brief what it is about
     */
    Document(DocumentType type, String brief, ObjectMapper json) {
        this.type = type;
        this.brief = brief;
        this.json = json;
    }

    /** A section that has its shape, or why it has not. */
    record Checked(@Nullable JsonNode content, List<String> faults) {}

    /** What the model is asked; what is the same for all sections stands first, so that prompt caches know it. */
    List<ChatMessage> ask(Section section) {
        return List.of(
                new ChatMessage(
                        "system",
                        "%s You write the document \"%s\" section by section. Answer with one JSON object and nothing else."
                                .formatted(type.role(), type.title())),
                new ChatMessage("user", """
                        The document is about:
                        %s

                        Sections so far:
                        %s

                        Write the section "%s". %s
                        Its JSON must fit this JSON Schema, with no other fields:
                        %s""".formatted(
                        brief, soFar.isEmpty() ? "none" : soFar, section.title(), section.asks(), section.shape())));
    }

    /** What the model is asked when its answer had not the shape. */
    List<ChatMessage> askAgain(Section section, String answer, List<String> faults) {
        var messages = new ArrayList<>(ask(section));
        messages.add(new ChatMessage("assistant", answer));
        messages.add(new ChatMessage(
                "user",
                "This does not fit: %s. Answer with the whole JSON object again, mended."
                        .formatted(String.join("; ", faults))));
        return messages;
    }

    /** Looks at an answer: the JSON object in it, checked against the section's shape. */
    Checked check(Section section, String answer) {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Checked(null, List.of("there is no JSON object in it"));
        }
        try {
            JsonNode content = json.readTree(answer.substring(from, to + 1));
            return new Checked(content, Shape.faults(section.shape(), content));
        } catch (JsonProcessingException odd) {
            return new Checked(null, List.of("it is no valid JSON"));
        }
    }

    /** Takes a section in. */
    void accept(Section section, JsonNode content) {
        String text = "%s: %s%n".formatted(section.name(), content);
        if (soFar.length() + text.length() <= SHOWN) {
            soFar.append(text);
        }
    }
}
