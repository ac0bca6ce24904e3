package dev.sluice.optimizer.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedTest {

    @ParameterizedTest(name = "{0} in: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "CODE      | `a  b`                      | Run `a  b` now",
                "CODE      | ``a ` b``                   | Run ``a ` b`` now",
                "BRACKETED | {\"a\": \"}\", \"b\": [1]}  | Take {\"a\": \"}\", \"b\": [1]} as input",
                "BRACKETED | [1, 2, {\"x\": 3}]          | Sort [1, 2, {\"x\": 3}] please",
                "BRACKETED | {{name}}                    | Greet {{name}} warmly",
                "BRACKETED | ${name}                     | Greet ${name} warmly",
                "TAG       | <name>                      | Greet <name> warmly",
                "TAG       | <code>x  y</code>           | See <code>x  y</code> there",
                "TAG       | <br/>                       | One<br/>two",
                "URL       | https://a.example/x?y=1&z=(2) | Read https://a.example/x?y=1&z=(2), then go",
                "URL       | www.a.example               | Read www.a.example.",
                "URL       | bob@a.example               | Mail bob@a.example please",
                "NUMBER    | 5 kg                        | Buy 5 kg of it",
                "NUMBER    | 3.14                        | Round 3.14, then stop",
                "NUMBER    | $1,200.50                   | Pay $1,200.50.",
                "NUMBER    | 2026-11-20                  | Due 2026-11-20.",
                "NUMBER    | 50%                         | Take 50%.",
                "NUMBER    | -3                          | Add -3.",
                "QUOTE     | \"please wait\"             | Say \"please wait\" twice",
                "QUOTE     | “please wait”               | Say “please wait” twice",
                "QUOTE     | 'please wait'               | Say 'please wait' twice",
                "QUOTE     | «s'il vous plaît»           | Say «s'il vous plaît» twice",
                "TERM      | snake_case                  | Rename snake_case now",
                "TERM      | /usr/bin/env                | Run /usr/bin/env now",
                "TERM      | --dry-run                   | Use --dry-run now",
                "TERM      | camelCase                   | Rename camelCase now",
                "NEGATION  | not                         | Do not go",
                "NEGATION  | Don't                       | Don't go",
                "NEGATION  | without                     | Go without it",
            })
    void itsKindOfSpanIsFound(Kind kind, String span, String text) {
        assertThat(texts(text, EnumSet.of(kind))).containsExactly(span);
    }

    @Test
    void aFencedBlockIsOneSpanUpToItsClosingFence() {
        assertThat(texts("Look:\n```js\nlet a = `x`;\n```\nplease", Set.of(Kind.CODE)))
                .containsExactly("```js\nlet a = `x`;\n```");
    }

    @Test
    void everythingAfterAFenceThatIsNeverClosedIsProtected() {
        assertThat(texts("Look:\n```\nplease\n\nplease", Set.of(Kind.CODE))).containsExactly("```\nplease\n\nplease");
        assertThat(texts("Look: ```please\n\nplease", Set.of(Kind.CODE))).containsExactly("```please\n\nplease");
    }

    @Test
    void jsonThatWasCutIsProtectedToTheEndAndALoneBraceProtectsNothing() {
        assertThat(texts("Parse {\"a\": [1, 2 please", Set.of(Kind.BRACKETED))).containsExactly("{\"a\": [1, 2 please");
        assertThat(texts("A smile :-{ please", Set.of(Kind.BRACKETED))).isEmpty();
    }

    @Test
    void anApostropheIsNoQuotation() {
        assertThat(texts("The students' work isn't Bob's.", Set.of(Kind.QUOTE))).isEmpty();
    }

    @Test
    void aQuoteThatIsNotClosedProtectsItsParagraphOnly() {
        assertThat(texts("He said \"please go.\n\nPlease stay.", Set.of(Kind.QUOTE)))
                .containsExactly("\"please go.");
    }

    @Test
    void anIndentedLineATableRowAndAlignedColumnsAreCode() {
        assertThat(texts("a\n    x = 1\n| a | b |\nname  age  town\nend", Set.of(Kind.CODE)))
                .containsExactly("    x = 1", "| a | b |", "name  age  town");
    }

    @Test
    void whatIsToBeTranslatedIsProtectedAndTheRequestIsNot() {
        assertThat(texts("Please translate into French: could you please help?", Set.of(Kind.PAYLOAD)))
                .containsExactly(" could you please help?");
        assertThat(texts("Could you please help?\n\nPlease translate the above.", Set.of(Kind.PAYLOAD)))
                .containsExactly("Could you please help?\n\nPlease translate the above.");
    }

    @Test
    void aUrlAfterANumberIsNotItsUnit() {
        assertThat(texts("€0 https://a.example/please", Kind.FACTS)).containsExactly("€0", "https://a.example/please");
    }

    @Test
    void survivalMeansByteForByteAndInOrder() {
        Guarded guarded = Guarded.of("First 1, then `2`.");

        assertThat(guarded.survivesIn("1 and `2`", Kind.FACTS)).isTrue();
        assertThat(guarded.survivesIn("`2` and 1", Kind.FACTS)).isFalse();
        assertThat(guarded.survivesIn("1 and 2", Kind.FACTS)).isFalse();
    }

    /** Each of these once took time that grew with the square of its length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "` `` ", " 'a \"b", "“a ", "{", "[", "<a ", "```x\n", "```", "<code>", "a ", " ", "5 ", "„", "\\", "- "
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void unbalancedMarksInALargeTextAreScannedInOnePass(String part) {
        String text = part.repeat(1_000_000 / part.length());

        assertThat(Guarded.of(text).survivesIn(text, Kind.FACTS)).isTrue();
    }

    private static List<String> texts(String text, Set<Kind> kinds) {
        return Guarded.of(text).spans().texts(text, kinds);
    }
}
