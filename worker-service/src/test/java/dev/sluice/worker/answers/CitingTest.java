package dev.sluice.worker.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.knowledge.Passage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CitingTest {

    private static final List<Passage> PASSAGES = List.of(
            passage(1, "The ferry leaves at nine. It carries forty cars."),
            passage(2, "The museum opens in May. Tickets cost two euros."));

    @Test
    void numbers_of_no_passage_and_sentences_no_passage_bears_out_are_dropped_and_counted() {
        Citing.Checked checked = Citing.of(
                "The ferry carries forty cars [1]. Dragons guard every mountain castle [2]. The museum opens in May"
                        + " [9].",
                PASSAGES);

        assertThat(checked.citations()).containsExactly(new Answerer.Citation(1, "d1", "It carries forty cars."));
        assertThat(checked.dropped()).isEqualTo(2);
    }

    @Test
    void several_numbers_in_one_bracket_or_side_by_side_are_each_checked() {
        assertThat(Citing.of("The ferry leaves at nine [1, 2].", PASSAGES).dropped())
                .isEqualTo(1);
        assertThat(Citing.of("The museum opens in May. [2][1]", PASSAGES).citations())
                .containsExactly(new Answerer.Citation(2, "d2", "The museum opens in May."));
        assertThat(Citing.of("The museum opens in May. [2] [3] The ferry leaves at nine. [1]", PASSAGES)
                        .citations())
                .containsExactly(
                        new Answerer.Citation(2, "d2", "The museum opens in May."),
                        new Answerer.Citation(1, "d1", "The ferry leaves at nine."));
    }

    @Test
    void an_answer_without_numbers_cites_nothing() {
        assertThat(Citing.of("I do not know.", PASSAGES)).isEqualTo(new Citing.Checked(List.of(), 0));
        assertThat(Citing.of("", PASSAGES).citations()).isEmpty();
        assertThat(Citing.of("[1]", PASSAGES)).isEqualTo(new Citing.Checked(List.of(), 1));
    }

    @Property(tries = 500)
    void whatever_a_model_writes_a_citation_quotes_a_passage_that_was_given_and_every_number_is_accounted_for(
            @ForAll("answers") String answer) {
        Map<Integer, Passage> byNumber = PASSAGES.stream().collect(Collectors.toMap(Passage::n, p -> p));

        Citing.Checked checked = Citing.of(answer, PASSAGES);

        assertThat(checked.citations()).allSatisfy(citation -> {
            Passage passage = byNumber.get(citation.n());
            assertThat(passage).isNotNull();
            assertThat(passage.text()).contains(citation.quote());
            assertThat(passage.documentId()).isEqualTo(citation.documentId());
            assertThat(citation.quote()).isNotBlank();
        });
        assertThat(checked.dropped()).isNotNegative();
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries.of(
                        "The ferry",
                        "carries forty cars",
                        "museum",
                        "opens in May",
                        "dragons",
                        ".",
                        "?",
                        "[1]",
                        "[2]",
                        "[3]",
                        "[999]",
                        "[1,2]",
                        "[ 1]",
                        "[0]",
                        "\n",
                        "\n\n",
                        "- ",
                        "# ",
                        "[1",
                        "]",
                        "e.g.",
                        "",
                        "Ω",
                        "1]")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join(" ", parts));
    }

    private static Passage passage(int n, String text) {
        return new Passage(n, "d" + n, "Title", null, text, 1);
    }
}
