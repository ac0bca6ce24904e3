package dev.sluice.optimizer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractTest {

    private static final String LIBRARY = """
            The library opened when the old mill closed. Its roof was made of slate from the hills.

            The river floods the lower meadow in spring. Farmers move the sheep before that.

            The tower holds a bronze bell. It was cast by two brothers from the coast.

            Visitors like the garden. Roses grow along the wall.""";
    private static final String QUESTION = "Who cast the bell in the tower?";

    private final Extraction extraction = new Extraction(new Tokens());

    @Test
    void theSentenceThatAnswersStaysWithTheOneItLeansOnAndOthersGo() {
        var extract = extraction.extract(QUESTION, List.of(LIBRARY), 20, false, () -> false);

        assertThat(extract.texts())
                .containsExactly("The tower holds a bronze bell. It was cast by two brothers from the coast.");
        assertThat(extract.coverage()).isEqualTo(1.0);
    }

    @Test
    void whatStaysKeepsItsOrderAndItsParagraphs() {
        var extract =
                extraction.extract("Is the bell louder than the river?", List.of(LIBRARY), 19, false, () -> false);

        assertThat(extract.texts().getFirst())
                .isEqualTo("The river floods the lower meadow in spring.\n\nThe tower holds a bronze bell.");
    }

    @Test
    void ordersQuestionsCodeAndUrlsStayWhateverTheBudget() {
        String text =
                "Answer in French. The sky is wide and the sea is cold. Run `ring()` first. See https://a.example now."
                        + " The bell rings. " + QUESTION;

        var extract = extraction.extract(QUESTION, List.of(text), 1, true, () -> false);

        assertThat(extract.texts().getFirst())
                .isEqualTo("Answer in French. Run `ring()` first. See https://a.example now. " + QUESTION);
    }

    @Test
    void aSentenceWithANumberStaysUnlessFactsMayGo() {
        String text = "The bell is old. The wall has 77 roses on it. The garden is quiet.";

        assertThat(extraction
                        .extract(QUESTION, List.of(text), 6, false, () -> false)
                        .texts()
                        .getFirst())
                .isEqualTo("The bell is old. The wall has 77 roses on it.");
        assertThat(extraction
                        .extract(QUESTION, List.of(text), 6, true, () -> false)
                        .texts()
                        .getFirst())
                .isEqualTo("The bell is old.");
    }

    @Test
    void aNumberOfTheQuestionStaysAlways() {
        String text = "The bell is old. The wall has 77 roses on it. The garden is quiet.";

        assertThat(extraction
                        .extract("Who counted the 77 at the bell?", List.of(text), 18, true, () -> false)
                        .texts()
                        .getFirst())
                .isEqualTo("The bell is old. The wall has 77 roses on it.");
    }

    @Test
    void aQuestionThatSharesNoWordWithTheTextChangesNothing() {
        var extract = extraction.extract("Quo vadis?", List.of(LIBRARY), 10, true, () -> false);

        assertThat(extract.texts()).containsExactly(LIBRARY);
    }

    @Test
    void whenTheTimeIsUpTheTextComesBackAsItIs() {
        assertThat(extraction
                        .extract(QUESTION, List.of(LIBRARY), 10, true, () -> true)
                        .texts())
                .containsExactly(LIBRARY);
    }

    @Test
    void aScriptWithoutBlanksIsSearchedToo() {
        String text = "图书馆在河边。 钟是两兄弟铸造的。 花园很安静。";

        assertThat(extraction
                        .extract("谁铸造了钟？", List.of(text), 12, false, () -> false)
                        .texts()
                        .getFirst())
                .isEqualTo("钟是两兄弟铸造的。");
    }

    @Test
    void theQuestionIsTheGivenOneOrTheLastUserTurnsOwn() {
        var turns = List.of(
                new ChatMessage("user", "Is this first?"),
                new ChatMessage("assistant", "Yes?"),
                new ChatMessage("user", "Text. Why?"));

        assertThat(Question.of("Given?", turns)).isEqualTo("Given?");
        assertThat(Question.of(" ", turns)).isEqualTo("Why?");
        assertThat(Question.of(null, List.of(new ChatMessage("user", "Why so? Here is a text."))))
                .isEqualTo("Why so?");
        assertThat(Question.of(null, List.of(new ChatMessage("user", "Write a poem."))))
                .isNull();
        assertThat(Question.of(null, List.of(new ChatMessage("system", "Why?"))))
                .isNull();
    }

    @Test
    void theOldestExchangesGoUntilTheTargetIsMet() {
        var turns = List.of(
                "system:s", "user:1", "assistant:2", "tool:3", "user:4", "assistant:5", "user:6", "assistant:7");

        assertThat(prune(turns, 80)).isEqualTo(turns);
        assertThat(prune(turns, 79)).containsExactly("system:s", "user:4", "assistant:5", "user:6", "assistant:7");
        assertThat(prune(turns, 50)).containsExactly("system:s", "user:4", "assistant:5", "user:6", "assistant:7");
        assertThat(prune(turns, 49)).containsExactly("system:s", "user:6", "assistant:7");
        assertThat(prune(turns, 1)).containsExactly("system:s", "user:6", "assistant:7");
    }

    @Test
    void aConversationWithoutAUserTurnIsNotPruned() {
        assertThat(prune(List.of("assistant:1", "assistant:2"), 1)).hasSize(2);
    }

    /** Each turn costs ten. */
    private static List<String> prune(List<String> turns, int target) {
        return History.prune(turns, target, turn -> turn.substring(0, turn.indexOf(':')), turn -> 10);
    }
}
