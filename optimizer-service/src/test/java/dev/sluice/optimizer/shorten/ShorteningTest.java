package dev.sluice.optimizer.shorten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShorteningTest {

    private static final String CONTEXT = """
            The library opened when the old mill closed. Its roof was made of slate from the hills.

            The river floods the lower meadow in spring. Farmers move the sheep before that.

            The tower holds a bronze bell. It was cast by two brothers from the coast.""";
    private static final String QUESTION = "Who cast the bell in the tower?";

    private final Tokens tokens = new Tokens();
    private final Shortening shortening = new Shortening(tokens, new Rates(0.6, 0.35, 20));

    @Test
    void withoutAQuestionEvenAggressiveStaysLossless() {
        var shortened = one(CONTEXT + " It is really very quiet.", new Wish(Level.AGGRESSIVE, null, null));

        assertThat(shortened.techniques()).allMatch(Technique::lossless);
        assertThat(shortened.messages().getFirst().content())
                .contains("really very")
                .contains("sheep");
        assertThat(shortened.confidence()).isEqualTo(0.99);
    }

    @Test
    void withAQuestionMediumKeepsTheAnswerAndSaysItIsLessSure() {
        var shortened = one(CONTEXT, new Wish(Level.MEDIUM, QUESTION, null));

        assertThat(shortened.messages().getFirst().content())
                .contains("It was cast by two brothers")
                .doesNotContain("sheep");
        assertThat(shortened.techniques()).extracting(Technique::name).contains("extractive");
        assertThat(shortened.confidence()).isLessThanOrEqualTo(1.0).isGreaterThan(0.5);
    }

    @Test
    void lightIgnoresTheQuestionUnlessATargetAsks() {
        assertThat(one(CONTEXT, new Wish(Level.LIGHT, QUESTION, null)).tokensAfter())
                .isEqualTo(tokens.count(CONTEXT));
        assertThat(one(CONTEXT, new Wish(Level.LIGHT, QUESTION, 25)).tokensAfter())
                .isLessThanOrEqualTo(25);
    }

    @Test
    void aPromptThatIsSmallEnoughAlreadyIsLeftAlone() {
        String text = "Please explain tides.";
        int size = tokens.count(text);

        assertThat(one(text, new Wish(Level.AGGRESSIVE, null, size)).techniques())
                .isEmpty();
        assertThat(one(text, new Wish(Level.AGGRESSIVE, null, size + 1)).techniques())
                .isEmpty();
        assertThat(one(text, new Wish(Level.AGGRESSIVE, null, size - 1)).techniques())
                .isNotEmpty();
    }

    @Test
    void articlesGoWhereAllOfItIsInstructionAndStayBesideAQuestionAndAtLight() {
        String text = "Write a tale about the harbour. Keep the same tone, and thank the first reader twice a week.";

        assertThat(one(text, new Wish(Level.MEDIUM, null, null))
                        .messages()
                        .getFirst()
                        .content())
                .isEqualTo("Write tale about harbour. Keep the same tone, and thank the first reader twice a week.");
        assertThat(one(text, new Wish(Level.LIGHT, null, null))
                        .messages()
                        .getFirst()
                        .content())
                .isEqualTo(text);
        assertThat(one(text, new Wish(Level.MEDIUM, "Who reads?", null))
                        .messages()
                        .getFirst()
                        .content())
                .isEqualTo(text);
    }

    @Test
    void aRateIsATargetToo() {
        int before = tokens.count(CONTEXT);

        assertThat(one(CONTEXT, new Wish(Level.LIGHT, QUESTION, null, 0.4)).tokensAfter())
                .isLessThanOrEqualTo((int) Math.ceil(0.4 * before));
        assertThat(one(CONTEXT, new Wish(Level.LIGHT, QUESTION, null, 1.0)).techniques())
                .isEmpty();
    }

    @Test
    void aTextBelowTheSizeWorthExtractingIsNotExtracted() {
        var choosy = new Shortening(tokens, new Rates(0.6, 0.35, tokens.count(CONTEXT) + 1));
        var wish = new Wish(Level.AGGRESSIVE, QUESTION, null);

        assertThat(choosy.shorten(List.of(new ChatMessage("user", CONTEXT)), wish, () -> false)
                        .techniques())
                .isEmpty();
    }

    @Test
    void systemAssistantAndToolTurnsAreNeverExtractedFrom() {
        var messages = List.of(
                new ChatMessage("system", CONTEXT),
                new ChatMessage("assistant", CONTEXT),
                new ChatMessage("tool", "  " + CONTEXT + "  "),
                new ChatMessage("user", QUESTION));

        var shortened = shortening.shorten(messages, new Wish(Level.AGGRESSIVE, null, null), () -> false);

        assertThat(shortened.messages()).isEqualTo(messages);
    }

    @Test
    void aTargetDropsTheOldestExchangesButNeitherSystemNorTheLastQuestion() {
        var messages = List.of(
                new ChatMessage("system", "Answer shortly."),
                new ChatMessage("user", "Tell a tale about a fox and a crow."),
                new ChatMessage("assistant", "A fox met a crow who had some cheese, and so on."),
                new ChatMessage("user", "Tell another."));

        var shortened = shortening.shorten(messages, new Wish(Level.LIGHT, null, 8), () -> false);

        assertThat(shortened.messages()).containsExactly(messages.getFirst(), messages.getLast());
        assertThat(shortened.techniques()).extracting(Technique::name).containsExactly("history");
        assertThat(shortened.confidence()).isEqualTo(0.7);
    }

    @Test
    void whenTheTimeIsUpWhatWasReachedIsAnsweredAndMarkedIncomplete() {
        var shortened = shortening.shorten(
                List.of(new ChatMessage("user", "Please explain tides.")),
                new Wish(Level.LIGHT, null, null),
                () -> true);

        assertThat(shortened.complete()).isFalse();
        assertThat(shortened.messages().getFirst().content()).isEqualTo("Please explain tides.");
    }

    @Test
    void aPromptOfNothingButPolitenessIsNotEmptied() {
        assertThat(one("Thank you!", new Wish(Level.LIGHT, null, null))
                        .messages()
                        .getFirst()
                        .content())
                .isEqualTo("Thank you!");
    }

    private Shortened one(String text, Wish wish) {
        return shortening.shorten(List.of(new ChatMessage("user", text)), wish, () -> false);
    }
}
