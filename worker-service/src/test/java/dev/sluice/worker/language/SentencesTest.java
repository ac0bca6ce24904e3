package dev.sluice.worker.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SentencesTest {

    @Example
    void a_full_stop_before_a_capital_ends_a_sentence() {
        assertThat(cut("It works. Then it stops! Why? Nobody knows"))
                .containsExactly("It works.", "Then it stops!", "Why?", "Nobody knows");
    }

    @Example
    void abbreviations_numbers_and_names_do_not_end_one() {
        assertThat(cut("Dr. Smith paid 3.50 euros, e.g. for J. R. Tea. It was vs. Coffee."))
                .containsExactly("Dr. Smith paid 3.50 euros, e.g. for J. R. Tea.", "It was vs. Coffee.");
    }

    @Example
    void lines_that_belong_together_stay_together_and_lists_and_headings_stand_alone() {
        assertThat(cut("# A title\nFirst line\nof one sentence.\n\n- one\n- two\n1. three"))
                .containsExactly("# A title", "First line\nof one sentence.", "- one", "- two", "1. three");
    }

    @Property
    void whatever_the_text_each_sentence_stands_in_it_in_order_and_nothing_but_space_is_lost(@ForAll String text) {
        int from = 0;
        var rest = new StringBuilder();
        for (Sentences.Sentence sentence : Sentences.of(text)) {
            assertThat(text.substring(sentence.start())).startsWith(sentence.text());
            assertThat(sentence.start()).isGreaterThanOrEqualTo(from);
            rest.append(text, from, sentence.start());
            from = sentence.start() + sentence.text().length();
        }
        rest.append(text.substring(from));
        assertThat(rest.chars()).allMatch(Character::isWhitespace);
    }

    private static List<String> cut(String text) {
        return Sentences.of(text).stream().map(Sentences.Sentence::text).toList();
    }
}
