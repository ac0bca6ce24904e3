package dev.sluice.worker.facts;

import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import java.util.List;
import java.util.stream.Stream;

/** What a text says, one assertion each: its sentences, cut at semicolons; questions and headings say nothing. */
final class Claims {

    private static final int FEWEST_TERMS = 2;

    private Claims() {}

    static List<String> of(String text) {
        return Sentences.of(text).stream()
                .map(Sentences.Sentence::text)
                .filter(sentence -> !sentence.startsWith("#") && !sentence.endsWith("?"))
                .flatMap(sentence -> Stream.of(sentence.split(";\\s+")))
                .map(Claims::bare)
                .filter(claim -> Terms.distinct(claim).size() >= FEWEST_TERMS)
                .distinct()
                .toList();
    }

    /** Without the mark of a list item. */
    private static String bare(String sentence) {
        return sentence.replaceFirst("^(?:[-*•>]|\\d{1,3}[.)])\\s+", "").strip();
    }
}
