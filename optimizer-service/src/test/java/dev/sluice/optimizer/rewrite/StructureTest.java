package dev.sluice.optimizer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.optimizer.protect.Guarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void pointsOfAListBecomeDashesAndEmphasisStays() {
        assertThat(apply(new ListForm(), "• one\n  *  two\n●three\n*not* a point\n– four\n* \n1. five"))
                .isEqualTo("- one\n  - two\n- three\n*not* a point\n- four\n* \n1. five");
    }

    @Test
    void aListWhoseLinesSayByThemselvesWhereAPointBeginsNeedsNoDashes() {
        assertThat(
                        apply(
                                new ListDashes(),
                                "Act as a guide.\n\nRules:\n- Name the towns.\n- Stay polite.\n\n- ${a} - a place\n- One more point"))
                .isEqualTo(
                        "Act as a guide.\n\nRules:\nName the towns.\nStay polite.\n\n${a} - a place\nOne more point");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rules:\n- Name the towns.",
                "Rules:\n- Name the towns.\n  - Large ones\n- Stay polite.",
                "Rules:\n- Name the towns.\n- Stay polite.\nThat is all.",
                "Rules:\n- Name the towns.\n- Do these things:",
                "Some towns\n- Name the towns.\n- Stay polite.",
                "tags:\n- red wine\n- green tea",
                "Tools:\n- Java\n- Python",
                "Output format:\n- Title of it\n- Body of it",
                "Example:\n\n- Name the towns.\n- Stay polite.",
                "Use bullet points.\n\nRules:\n- Name the towns.\n- Stay polite.",
                "Rules:\n- 3 towns at most\n- [ ] one to tick"
            })
    void aListThatSaysMoreByItsDashesKeepsThem(String text) {
        assertThat(apply(new ListDashes(), text)).isEqualTo(text);
    }

    @Test
    void aLongListTakesNoLongerThanItsLength() {
        String text = "Rules:\n" + "- Name a town.\n".repeat(60_000);

        assertThat(apply(new ListDashes(), text)).doesNotContain("- ");
    }

    @Test
    void jsonThatIsDataLosesItsLayoutAndAnExampleOfAFormatDoesNot() {
        String data = "[\n  {\"id\": 1, \"name\": \"first  one\"},\n  {\"id\": 2, \"name\": \"second one\"},\n"
                + "  {\"id\": 3, \"name\": \"third one\"}\n]";
        String flat = "[{\"id\":1,\"name\":\"first  one\"},{\"id\":2,\"name\":\"second one\"},"
                + "{\"id\":3,\"name\":\"third one\"}]";
        String fenced = "```json\n" + data + "\n```";
        String example = "Answer as {\n  \"a\": 1\n}.";
        String given = "Fix the indentation of the following text:\n" + data;

        assertThat(apply(JsonText.minified(), "Who is first in " + data + "?"))
                .isEqualTo("Who is first in " + flat + "?");
        assertThat(apply(JsonText.minified(), fenced)).isEqualTo(fenced);
        assertThat(apply(JsonText.minified(), example)).isEqualTo(example);
        assertThat(apply(JsonText.minified(), given)).isEqualTo(given);
        assertThat(apply(JsonText.packed(), "Sum: " + flat))
                .isEqualTo("Sum: {\"columns\":[\"id\",\"name\"],\"rows\":[[1,\"first  one\"],[2,\"second one\"],"
                        + "[3,\"third one\"]]}");
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
