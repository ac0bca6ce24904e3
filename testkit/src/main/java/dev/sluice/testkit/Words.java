package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;

/** The words an answer consists of, each with the white space after it. */
final class Words {

    private static final int MOST_ECHO_CHUNKS = 64;

    private Words() {}

    static List<String> of(Asked asked, Script script) {
        String text = script.content().text();
        int count = script.content().words();
        if (count > 0) {
            List<String> words = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                words.add(i == count ? "w" + i : "w" + i + " ");
            }
            return words;
        }
        return text != null ? split(text) : grouped(split("You said: " + Scripts.withoutMarker(asked.lastUserText())));
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)", -1));
    }

    private static List<String> grouped(List<String> words) {
        int size = (words.size() + MOST_ECHO_CHUNKS - 1) / MOST_ECHO_CHUNKS;
        List<String> groups = new ArrayList<>();
        for (int from = 0; from < words.size(); from += size) {
            groups.add(String.join("", words.subList(from, Math.min(words.size(), from + size))));
        }
        return groups;
    }
}
