package dev.sluice.worker.model;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last user message of a conversation asks for, and the text there is to do it with. Pure. */
sealed interface Asked {

    /**
     * A summary.
     *
     * @param text of this; blank when the conversation holds no text
     */
    record Summary(String text) implements Asked {}

    /**
     * Keywords.
     *
     * @param text of this; blank when the conversation holds no text
     */
    record Keywords(String text) implements Asked {}

    /**
     * A question.
     *
     * @param question what is asked
     * @param context the text that came with it, most recent first
     */
    record Question(String question, List<String> context) implements Asked {
        public Question {
            context = List.copyOf(context);
        }
    }

    Pattern SUMMARISE = Pattern.compile("(?is)^\\W*(?:please[ ,]+)?(?:(?:can|could|would|will) you (?:please )?)?(?:"
            + "summari[sz]e|sum up|tl;?dr|(?:give|write|make|create|provide)(?: me)? (?:an? |the )?(?:short |brief |concise )*summary"
            + "|(?:a |short |brief )*summary of)\\b([^:\\n.?!]{0,120})(?:[:\\n.?!]+(.*))?$");
    Pattern KEYWORDS = Pattern.compile("(?is)^\\W*(?:please[ ,]+)?(?:(?:can|could|would|will) you (?:please )?)?"
            + "(?:(?:list|extract|find|give|get|name|show|what are)\\b[^:\\n.?!]{0,40})?\\b(?:keywords?|key ?phrases|key ?terms)\\b"
            + "([^:\\n.?!]{0,80})(?:[:\\n.?!]+(.*))?$");

    int PASTED_LEAST = 120;

    /** One short sentence that says something is a text too; a greeting is not. */
    int PASTED_TERMS = 3;

    /** Reads the conversation. */
    static Asked of(List<ChatMessage> messages) {
        int last = messages.size() - 1;
        while (last > 0 && !messages.get(last).role().equals("user")) {
            last--;
        }
        String message = messages.get(last).content().strip();
        List<String> earlier = new ArrayList<>();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (i != last && !messages.get(i).content().isBlank()) {
                earlier.add(messages.get(i).content());
            }
        }
        Matcher summary = SUMMARISE.matcher(message);
        if (summary.matches()) {
            return new Summary(given(summary.group(1), summary.group(2), earlier));
        }
        Matcher keywords = KEYWORDS.matcher(message);
        if (keywords.matches()) {
            return new Keywords(given(keywords.group(1), keywords.group(2), earlier));
        }
        return question(message, earlier);
    }

    /** The text after the colon; without one, the longest text of the conversation. */
    private static String given(
            @org.jspecify.annotations.Nullable String inline,
            @org.jspecify.annotations.Nullable String after,
            List<String> earlier) {
        if (after != null && !after.isBlank()) {
            return after.strip();
        }
        String longest = "";
        for (String text : earlier) {
            longest = text.length() > longest.length() ? text : longest;
        }
        return longest.isBlank() && inline != null && Terms.of(inline).size() > 5 ? inline.strip() : longest;
    }

    /** Parts the question from a text that was pasted before or after it. */
    private static Question question(String message, List<String> earlier) {
        List<Sentences.Sentence> sentences = Sentences.of(message);
        if (sentences.size() < 2) {
            return new Question(message, earlier);
        }
        Sentences.Sentence asking = null;
        for (int i = sentences.size() - 1; i >= 0 && asking == null; i--) {
            asking = sentences.get(i).text().endsWith("?") ? sentences.get(i) : null;
        }
        if (asking == null) {
            Sentences.Sentence first = sentences.getFirst();
            asking = first.text().endsWith(":") || first.text().length() < 200 ? first : sentences.getLast();
        }
        String before = message.substring(0, asking.start()).strip();
        String after =
                message.substring(asking.start() + asking.text().length()).strip();
        List<String> context = new ArrayList<>();
        for (String pasted : List.of(before, after)) {
            if (pasted.length() >= PASTED_LEAST
                    || Sentences.of(pasted).size() >= 2
                    || Terms.of(pasted).size() >= PASTED_TERMS) {
                context.add(pasted);
            }
        }
        if (context.isEmpty()) {
            return new Question(message, earlier);
        }
        context.addAll(earlier);
        return new Question(asking.text(), context);
    }
}
