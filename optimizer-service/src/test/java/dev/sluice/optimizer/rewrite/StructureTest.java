package dev.sluice.optimizer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.optimizer.protect.Guarded;
import org.junit.jupiter.api.Test;

/** White space, list labels and repetitions. */
class StructureTest {

    @Test
    void runsOfBlanksBecomeOneAndIndentationStays() {
        assertThat(apply(new Whitespace(), "One   two.  \n\n\n\n  - three    four \n"))
                .isEqualTo("One two.\n\n  - three four");
    }

    @Test
    void windowsLineEndsStayInside() {
        assertThat(apply(new Whitespace(), "a\r\nb\r\n\r\n\r\nc")).isEqualTo("a\nb\n\nc");
    }

    @Test
    void blanksInCodeJsonAndTablesStay() {
        String text = "x\n```\na   b\n\n\n\nc\n```\n{\"a\":   1}\n| a   | b   |\n    if   x:";

        assertThat(apply(new Whitespace(), text)).isEqualTo(text);
    }

    @Test
    void aTextOfBlanksOnlyBecomesEmptyAndTheJourneyRefusesThat() {
        assertThat(apply(new Whitespace(), " \n ")).isEmpty();
    }

    @Test
    void boldMarksAroundALabelGoAndBoldInASentenceStays() {
        assertThat(apply(
                        new ListLabels(),
                        "- **Style:** dark\n**Tone**: formal\nThis is **very: important** here. **Alone**"))
                .isEqualTo("- Style: dark\nTone: formal\nThis is **very: important** here. **Alone**");
    }

    @Test
    void aParagraphSaidAgainGoesTheSecondTime() {
        String rule = "Keep the tone formal and the sentences short.";

        assertThat(apply(new Duplicates(), rule + "\n\nWrite about rivers.\n\n" + rule))
                .isEqualTo(rule + "\n\nWrite about rivers.");
    }

    @Test
    void aRepeatedParagraphWithAFactOrBelowAHeadingStays() {
        String fact = "The bridge is 300 m long and nobody may cross it.";
        String plain = "Keep the tone formal and the sentences short.";
        String facts = fact + "\n\n" + fact;
        String headed = "# First\n\n" + plain + "\n\n# Second\n\n" + plain;

        assertThat(apply(new Duplicates(), facts)).isEqualTo(facts);
        assertThat(apply(new Duplicates(), headed)).isEqualTo(headed);
    }

    @Test
    void anOrderGivenTwiceInProseGoesTheSecondTimeNegationAndAll() {
        assertThat(apply(
                        new RepeatedInstructions(),
                        "Do not write explanations. Use French. Do not write explanations. End."))
                .isEqualTo("Do not write explanations. Use French. End.");
    }

    @Test
    void anOrderRepeatedInAListStays() {
        String text = "Part one:\n- Use clear language.\nPart two:\n- Use clear language.";

        assertThat(apply(new RepeatedInstructions(), text)).isEqualTo(text);
    }

    private static String apply(Strategy strategy, String text) {
        Guarded guarded = Guarded.of(text);
        return Edits.apply(guarded, strategy.edits(guarded));
    }
}
