package dev.sluice.worker.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringJoiner;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Texts as the stems of their words, for an engine that is not to have an opinion of its own what a word is. */
final class QueryStems {

    /** As of the local index: of a longer question only the beginning is looked for. */
    private static final int LONGEST_QUERY = 2_000;

    /** Three fields are asked, and a search may have 1,024 clauses. */
    private static final int MOST = 300;

    private final PassageAnalyzer analyzer = new PassageAnalyzer();

    /** Of a question: each once, so many at most. */
    String of(String question) {
        String bounded = question.length() > LONGEST_QUERY ? question.substring(0, LONGEST_QUERY) : question;
        var joined = new StringJoiner(" ");
        new LinkedHashSet<>(list(bounded)).stream().limit(MOST).forEach(joined::add);
        return joined.toString();
    }

    /** Of a text: all, in order. */
    String all(String text) {
        return String.join(" ", list(text));
    }

    private List<String> list(String text) {
        List<String> stems = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                stems.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
        return stems;
    }
}
