package dev.sluice.optimizer.extract;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.text.Sentence;
import dev.sluice.optimizer.text.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a conversation asks. */
public final class Question {

    private static final Set<String> POINTERS =
            Set.of("this", "that", "these", "those", "it", "he", "she", "they", "him", "her", "them", "there");

    private Question() {}

    /**
     * The question somebody gave, or the one the last user turn ends or begins with; absent when there is none, and then
     * nobody can say which sentences matter.
     */
    public static @Nullable String of(@Nullable String given, List<ChatMessage> messages) {
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        for (ChatMessage message : messages.reversed()) {
            if (message.role().equals("user")) {
                return in(message.content());
            }
        }
        return null;
    }

    private static @Nullable String in(String text) {
        List<Sentence> sentences = Sentences.of(Guarded.of(text));
        if (sentences.isEmpty()) {
            return null;
        }
        String last = sentences.getLast().in(text);
        if (asks(last)) {
            return last;
        }
        String first = sentences.getFirst().in(text);
        return asks(first) ? first : null;
    }

    /**
     * Whether a question cannot be understood alone, as in "How was this possible?": it points elsewhere and has hardly a
     * word of its own.
     */
    static boolean saysTooLittle(String question) {
        boolean points = Arrays.stream(question.toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                .anyMatch(POINTERS::contains);
        return points && Terms.of(question).size() < 2;
    }

    static boolean asks(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？") || sentence.endsWith("?\"") || sentence.endsWith("؟");
    }
}
