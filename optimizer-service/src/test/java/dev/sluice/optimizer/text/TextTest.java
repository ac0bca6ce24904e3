package dev.sluice.optimizer.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.optimizer.protect.Guarded;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sentences and tokens. */
class TextTest {

    private static final Tokens TOKENS = new Tokens();

    @Example
    void sentencesEndAtFullStopsButNotInAbbreviationsNumbersOrCode() {
        assertThat(split("Dr. Smith paid 3.50 for it. Use `a. b` now! Is it e.g. red? Yes."))
                .containsExactly("Dr. Smith paid 3.50 for it.", "Use `a. b` now!", "Is it e.g. red?", "Yes.");
    }

    @Example
    void listItemsHeadingsAndIntroductionsStandAloneAndAWrappedLineDoesNot() {
        assertThat(split("# Title\nA sentence that\nwraps here.\nRules:\n- one\n- two"))
                .containsExactly("# Title", "A sentence that\nwraps here.", "Rules:", "- one", "- two");
    }

    @Example
    void chineseSentencesEndAtTheirOwnMarks() {
        assertThat(split("你好。你是谁？我是缓存！")).containsExactly("你好。", "你是谁？", "我是缓存！");
    }

    @Example
    void paragraphsAreCounted() {
        assertThat(Sentences.of(Guarded.of("One. Two.\n\nThree.")))
                .extracting(Sentence::paragraph)
                .containsExactly(0, 0, 1);
    }

    @Example
    void aSpecialTokenInATextIsOrdinaryText() {
        assertThat(TOKENS.count("<|endoftext|>")).isGreaterThan(1);
    }

    @Property(tries = 200)
    void countingLineByLineGivesTheSame(@ForAll("long texts") String text) {
        assertThat(TOKENS.counter().count(text)).isEqualTo(TOKENS.count(text));
    }

    @Provide("long texts")
    Arbitrary<String> longTexts() {
        return Arbitraries.of(
                        "word ",
                        "\n",
                        "\n\n",
                        "\r\n",
                        " \n",
                        "/",
                        "//x",
                        ".",
                        "...",
                        "é",
                        "你好",
                        "\u00a0",
                        "\t",
                        "  ",
                        "12345",
                        "\ud83d\ude00",
                        "don't",
                        "THE",
                        "\u2028",
                        "\u3000",
                        "\u0085",
                        "{\"a\": 1}\n")
                .list()
                .ofMinSize(5_000)
                .ofMaxSize(9_000)
                .map(parts -> String.join("", parts));
    }

    private static List<String> split(String text) {
        return Sentences.of(Guarded.of(text)).stream()
                .map(sentence -> sentence.in(text))
                .toList();
    }
}
