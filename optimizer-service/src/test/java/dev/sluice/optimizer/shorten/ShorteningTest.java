package dev.sluice.optimizer.shorten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.extract.Meaning;
import dev.sluice.optimizer.protect.Guarded;
import dev.sluice.optimizer.protect.Kind;
import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
                .isEqualTo("Write tale about harbour. Keep the same tone, thank the first reader twice a week.");
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
    void whatOldToolsReturnedGoesBeforeExchangesDoAndALineTellsHowToGetItBack() {
        String rows = "row of data; ".repeat(200).strip();
        var messages = List.of(
                new ChatMessage("user", "How many rows are there?"),
                new ChatMessage("tool", rows),
                new ChatMessage("assistant", "Two hundred."),
                new ChatMessage("user", "And which is the last?"),
                new ChatMessage("tool", rows));
        var kept = new ArrayList<String>();

        var shortened = shortening.shorten(
                messages, new Wish(Level.LIGHT, null, 850), () -> false, Meaning.NONE, (text, size) -> {
                    kept.add(text);
                    return "[left out]";
                });

        assertThat(kept).containsExactly(rows);
        assertThat(shortened.messages().get(1).content()).isEqualTo("[left out]");
        assertThat(shortened.messages().get(4).content()).isEqualTo(rows);
        assertThat(shortened.messages()).hasSize(5);
        assertThat(shortened.techniques()).extracting(Technique::name).contains("tool-results");
        assertThat(shortened.reversible()).isFalse();
        assertThat(shortened.kept()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void withoutAPlaceToKeepThemToolResultsStayUntilTheirExchangeGoes() {
        var messages = List.of(
                new ChatMessage("user", "How many rows are there?"),
                new ChatMessage("tool", "row of data; ".repeat(200)),
                new ChatMessage("user", "Which is the last?"));

        var shortened = shortening.shorten(messages, new Wish(Level.LIGHT, null, 20), () -> false);

        assertThat(shortened.messages()).containsExactly(messages.getLast());
        assertThat(shortened.kept()).containsExactly(2);
    }

    @Test
    void onlyLayoutIsReversibleAndFidelityTellsHowMuchIsLeft() {
        Shortened spaced = one("A  word   and  another    word.", new Wish(Level.LIGHT, null, null));
        Shortened extracted = one(CONTEXT, new Wish(Level.AGGRESSIVE, QUESTION, 25));

        assertThat(spaced.reversible()).isTrue();
        assertThat(spaced.fidelity()).isEqualTo(1);
        assertThat(extracted.reversible()).isFalse();
        assertThat(extracted.fidelity()).isBetween(0.05, 0.95);
    }

    @Test
    void aMegabyteStopsWhereItsTimeIsUpAndWhatIsAnsweredIsWhole() {
        String text = "Please explain, in order to help, how  it works.\n{\"a\":  1}\n\n".repeat(18_000);
        var asked = new AtomicInteger();

        var shortened = shortening.shorten(
                List.of(new ChatMessage("user", text)),
                new Wish(Level.MEDIUM, null, null),
                () -> asked.incrementAndGet() > 3);

        String out = shortened.messages().getFirst().content();
        assertThat(text.length()).isGreaterThan(1024 * 1024);
        assertThat(shortened.complete()).isFalse();
        assertThat(asked.get()).isLessThan(12);
        assertThat(shortened.tokensAfter()).isEqualTo(tokens.count(out)).isLessThan(shortened.tokensBefore());
        assertThat(Guarded.of(text).survivesIn(out, Kind.FACTS)).isTrue();
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
