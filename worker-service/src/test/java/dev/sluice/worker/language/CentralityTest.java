package dev.sluice.worker.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CentralityTest {

    private static final String TEXT =
            "The city council approved a new tram line. The tram line connects the harbour with the university. "
                    + "A cat slept on the roof. Council members said the tram line costs 80 million euros. "
                    + "The weather was mild. Construction of the tram line begins in spring.";

    @Test
    void the_sentences_that_are_most_like_the_others_come_in_the_order_of_the_text() {
        List<String> summary = Centrality.summary(TEXT, 3);

        assertThat(summary)
                .hasSize(3)
                .allMatch(sentence -> sentence.contains("tram line"))
                .isSortedAccordingTo((a, b) -> Integer.compare(TEXT.indexOf(a), TEXT.indexOf(b)));
    }

    @Test
    void a_text_that_is_short_enough_is_its_own_summary() {
        assertThat(Centrality.summary("One sentence. Another one.", 2))
                .containsExactly("One sentence.", "Another one.");
    }

    @Test
    void a_repeated_sentence_is_taken_once() {
        String repeated = "The tram line costs money. ".repeat(10) + "The harbour is old. The university is young.";

        assertThat(Centrality.summary(repeated, 3)).doesNotHaveDuplicates();
    }

    @Test
    void nothing_makes_nothing() {
        assertThat(Centrality.summary("  \n ", 3)).isEmpty();
        assertThat(Centrality.summary("?!. ...", 3)).hasSizeLessThanOrEqualTo(3);
    }
}
