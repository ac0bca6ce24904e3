package dev.sluice.kit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    /** Counts how often a character is looked at. */
    private static final class Watched implements CharSequence {

        private final String text;
        private long looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(a|ab)c             ; <$1> ; abc ac      ; <ab> <a>",
                "(?:a|ab)b?          ; x    ; abb         ; xb",
                "a{2,}               ; x    ; a aa aaaa   ; a x x",
                "(?<!b)a+$           ; x    ; baa         ; bax",
                "^a                  ; x    ; aa          ; xa",
                "\\ba(?=b)           ; x    ; ab cab a ab ; xb cab a xb",
                "[a-c]x?             ; y    ; axbd        ; yyd",
                "(?<!\\b(?:to|too))go ; x    ; togo go goto ; togo x xto"
            })
    void whatFitsIsReplacedWhereverItStands(String pattern, String replacement, String text, String result) {
        assertThat(Rule.of(pattern, replacement).on(Line.of(text))).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)(b)",
                "(?:ab)+",
                "a{3}",
                "[^a]",
                "\\d",
                "(a",
                "a)",
                "[ab",
                "a\\",
                "*",
                "(?<!a+)b",
                "a*",
                "(?!a)b"
            })
    void whatAPatternMayNotSayIsRefused(String pattern) {
        assertThatThrownBy(() -> Rule.of(pattern, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!",
                "?",
                ",",
                ", ",
                " ",
                "...",
                "please ",
                "thanks ",
                "? thanks ",
                "say thanks ",
                "hi, ",
                "n't ",
                "'s ",
                "what's ",
                "can you ",
                "good morning "
            })
    void aTextTwiceAsLongIsNoMoreThanTwiceTheWork(String piece) {
        for (String ending : new String[] {"", "x", " thanks", " please", "?"}) {
            long once = looks(piece.repeat(2_000 / piece.length()) + ending);
            long twice = looks(piece.repeat(4_000 / piece.length()) + ending);
            assertThat(twice).as("of %s and %s", piece, ending).isLessThan(2 * once + once / 20 + 2_000);
        }
    }

    /** Each rule looks for all that fits. */
    private static long looks(String text) {
        var watched = new Watched(text);
        for (Rule rule : CanonicalRules.shipped().rules()) {
            var trail = new Step.Trail();
            int at = 0;
            while (at >= 0 && at < text.length()) {
                at = rule.find(watched, at, trail) < 0 ? -1 : trail.end();
            }
        }
        return watched.looks;
    }

    @Test
    void whatIsWrongWithARuleIsSaidByItsName() {
        assertThatThrownBy(() -> CanonicalRules.parse(java.util.List.of("odd: (a)(b) => x")))
                .hasMessageContaining("odd")
                .hasMessageContaining("group");
    }
}
