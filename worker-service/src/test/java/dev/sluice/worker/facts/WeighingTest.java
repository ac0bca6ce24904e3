package dev.sluice.worker.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.knowledge.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeighingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The tram line opens in May|The tram line opens in May.|SUPPORTED",
                "A ticket costs two euros|A ticket costs 2 euros.|SUPPORTED",
                "A ticket costs three euros|A ticket costs 2 euros.|REFUTED",
                "The city has 1,200,000 inhabitants|The city has 1.2 million inhabitants.|SUPPORTED",
                "The library is open on Sundays|The library is not open on Sundays.|REFUTED",
                "The library isn't open on Sundays|The library is not open on Sundays.|SUPPORTED",
                "Sales increased in spring|Sales decreased in spring.|REFUTED",
                "Sales did not increase in spring|Sales decreased in spring.|SUPPORTED",
                "The bridge closes after the festival|The bridge closes before the festival.|REFUTED",
                "Berlin is the capital and largest city of France|Paris is the capital and largest city of France.|NOT_ENOUGH",
                "Anna Smith founded the company in Oslo|The company was founded in Oslo.|NOT_ENOUGH",
                "The tram is painted blue|A ticket costs two euros.|NOT_ENOUGH",
                "Die Bahn fährt nicht am Sonntag|Die Bahn fährt am Sonntag.|REFUTED",
                "Die Fahrkarte kostet zwei Euro|Die Fahrkarte kostet drei Euro.|REFUTED",
            })
    void words_are_weighed(String claim, String sentence, Verdict expected) {
        assertThat(Weighing.of(claim, sentence, "").verdict()).isEqualTo(expected);
    }

    @Test
    void a_verdict_quotes_its_sentence_and_none_is_quoted_for_not_enough() {
        List<Passage> passages = List.of(
                new Passage(1, "a", "Tram", null, "Cats sleep. A ticket costs 2 euros.", 2),
                new Passage(2, "b", "Tram", null, "The line opens in May.", 1));

        Checked supported = FactCheck.weigh("A ticket costs two euros", passages);
        assertThat(supported.verdict()).isEqualTo(Verdict.SUPPORTED);
        assertThat(supported.citations())
                .containsExactly(new Checked.Citation(1, "a", "Tram", null, "A ticket costs 2 euros."));
        assertThat(supported.confidence()).isBetween(0.5, 1.0);

        Checked unknown = FactCheck.weigh("The mayor resigned yesterday evening", passages);
        assertThat(unknown.verdict()).isEqualTo(Verdict.NOT_ENOUGH);
        assertThat(unknown.citations()).isEmpty();
        assertThat(FactCheck.weigh("Anything at all happens", List.of()).verdict())
                .isEqualTo(Verdict.NOT_ENOUGH);
    }

    @Test
    void claims_are_the_assertions_of_a_text() {
        assertThat(
                        Claims.of(
                                "# Report\n\nThe tram opens in May; a ticket costs two euros. Is it late? Yes.\n- The bridge was closed in 2020."))
                .containsExactly(
                        "The tram opens in May", "a ticket costs two euros.", "The bridge was closed in 2020.");
        assertThat(Claims.of("")).isEmpty();
    }

    @Test
    void a_models_ruling_counts_only_with_a_quote_that_stands_in_its_passage() {
        List<Passage> passages = List.of(new Passage(1, "a", "Tram", null, "A ticket\ncosts 2 euros. Cats sleep.", 2));

        assertThat(Ruling.of("supported | 1 | \"A ticket costs 2 euros.\"", passages))
                .hasValueSatisfying(ruling -> {
                    assertThat(ruling.verdict()).isEqualTo(Verdict.SUPPORTED);
                    assertThat(ruling.citation()).isNotNull();
                    assertThat(passages.getFirst().text())
                            .contains(ruling.citation().quote());
                });
        assertThat(Ruling.of("refuted | [1] | Dogs sleep.", passages))
                .hasValueSatisfying(ruling -> assertThat(ruling.verdict()).isEqualTo(Verdict.NOT_ENOUGH));
        assertThat(Ruling.of("supported | 7 | A ticket costs 2 euros.", passages))
                .hasValueSatisfying(ruling -> assertThat(ruling.verdict()).isEqualTo(Verdict.NOT_ENOUGH));
        assertThat(Ruling.of("not_enough", passages))
                .hasValueSatisfying(ruling -> assertThat(ruling.verdict()).isEqualTo(Verdict.NOT_ENOUGH));
        assertThat(Ruling.of("I think it is fine.", passages)).isEmpty();
    }

    @Test
    void numbers_are_compared_by_value() {
        assertThat(Numbers.of("1,200 and 1200 and 1.5 million, 5 %, twelve, 3.25, $7, v2"))
                .containsExactly(1200.0, 1200.0, 1_500_000.0, 5.0, 12.0, 3.25, 7.0);
    }
}
