package dev.sluice.optimizer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.optimizer.protect.Guarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Articles that go, and articles that mean something. */
class ArticlesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Describe the steps of a recipe.|Describe steps of recipe.",
                "The harbour is deep.|Harbour is deep.",
                "List items (the colours too).|List items (colours too).",
                "- A title for the page|- Title for page",
                "Name the user's level.|Name user's level.",
                "Act as a DAX terminal or as a REST server.|Act as DAX terminal or as REST server.",
                "Write a ${tone} text for the {{reader}}.|Write ${tone} text for {{reader}}.",
                "The number of pages|Number of pages"
            })
    void anArticleBeforeAPlainWordGoes(String before, String after) {
        assertThat(without(before)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Visit The Hague and the USA.",
                "Take the first and the same one.",
                "Name the largest lake.",
                "Only a few agree.",
                "Call twice a day, ten dollars a month.",
                "It is a day's work for a number of people.",
                "It was such a storm.",
                "Say \"the sea\" and `the code`.",
                "Use plan a always.",
                "THE END",
                "Is it the?"
            })
    void anArticleThatMeansSomethingStays(String text) {
        assertThat(without(text)).isEqualTo(text);
    }

    @Test
    void aLongRunOfArticlesTakesNoLongerThanItsLength() {
        String text = "the ".repeat(200_000);

        assertThat(without(text).length()).isLessThan(text.length());
    }

    private static String without(String text) {
        Guarded guarded = Guarded.of(text);
        return Edits.apply(guarded, new Articles().edits(guarded));
    }
}
