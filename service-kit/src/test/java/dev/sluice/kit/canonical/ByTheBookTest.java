package dev.sluice.kit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The compiled rules do what the regular expressions of their file say. */
class ByTheBookTest {

    private static final List<String> ODD = List.of(
            " ",
            "  ",
            "?",
            "!",
            "...",
            "\u2026",
            ",",
            ":",
            ".",
            "-",
            "'",
            "\u2019",
            "\u2013",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u00e9",
            "\u00c9",
            "\u0130",
            "\u00df",
            "\u03a3",
            "\u039f\u0394\u039f\u03a3",
            "5",
            "5!",
            "2\u00b2",
            "\u00bd",
            "v1.2",
            "US",
            "IT",
            "aB3",
            "Foo",
            "PASSWORD",
            "_",
            "\u203f",
            "\u0301",
            "\ud83d\ude00",
            "\ud83d",
            "\u200d",
            "https://x",
            "'quoted'",
            "\ufb01",
            "\uff21",
            "\u001c",
            "\t",
            "\u00aa",
            "\u02b0",
            "\u2460",
            "isn't",
            "ISN'T",
            "n't");

    private final Canonical compiled = Canonical.standard();
    private final ByTheBook book = new ByTheBook();

    @Property(tries = 10_000)
    void ofTextsThatTheRulesAreAbout(@ForAll("questions") String text) {
        assertThat(compiled.of(text)).isEqualTo(book.of(text));
        assertThat(Canonical.isVerbatim(text)).isEqualTo(ByTheBook.isVerbatim(text));
    }

    @Property(tries = 5_000)
    void ofAnyTextAtAll(@ForAll String text) {
        assertThat(compiled.of(text)).isEqualTo(book.of(text));
        assertThat(Canonical.isVerbatim(text)).isEqualTo(ByTheBook.isVerbatim(text));
    }

    @Provide
    Arbitrary<String> questions() {
        Arbitrary<String> space =
                Arbitraries.frequency(Tuple.of(8, " "), Tuple.of(1, ""), Tuple.of(1, "  "), Tuple.of(1, ", "));
        Arbitrary<String> piece =
                Combinators.combine(Arbitraries.of(wordsOfTheRules()), space).as((word, after) -> word + after);
        Arbitrary<String> free = piece.list().ofMinSize(1).ofMaxSize(10).map(pieces -> String.join("", pieces));
        Arbitrary<String> start = Arbitraries.of(
                "",
                "hi ",
                "Hello there, ",
                "can you please tell me ",
                "I would like to know ",
                "i was wondering, ",
                "how ",
                "quick question: ",
                "please ",
                "do you know ",
                "tell me ",
                "what's ");
        Arbitrary<String> end = Arbitraries.of(
                "",
                " thanks",
                " thank you",
                "? thx",
                ", thanks in advance",
                " please",
                "? please",
                " many thanks",
                "!!",
                "?",
                "??",
                " ?",
                "\u0085");
        Arbitrary<String> shaped = Combinators.combine(start, free, end).as((a, b, c) -> a + b + c);
        return Arbitraries.oneOf(free, shaped, shaped.map(text -> text.toUpperCase(Locale.ROOT)));
    }

    /** Each word and each phrase that stands in a pattern. */
    private static Set<String> wordsOfTheRules() {
        Set<String> words = new TreeSet<>(ODD);
        for (String line : ByTheBook.lines()) {
            String rule = line.replaceAll("^[a-z-]+: ", "");
            words.addAll(List.of(rule.split("[^A-Za-z']+")));
            words.addAll(List.of(rule.split("[^A-Za-z' ]+")));
        }
        words.remove("");
        return words;
    }
}
