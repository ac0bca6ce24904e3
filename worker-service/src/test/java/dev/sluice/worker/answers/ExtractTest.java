package dev.sluice.worker.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Extract.Cited;
import dev.sluice.worker.answers.Extract.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractTest {

    private static final List<Source> SOURCES = List.of(
            new Source(
                    1,
                    "Limits",
                    "The gateway counts requests. A free key may send 100 requests an hour. Pro keys may send 10,000."),
            new Source(
                    2, "Cache", "The cache compares questions by meaning. Answers of a tenant stay with that tenant."));

    @Test
    void the_sentence_that_answers_is_cited_from_its_source() {
        List<Cited> answer = Extract.answer("How many requests may a free key send?", SOURCES, 3);

        assertThat(answer).first().isEqualTo(new Cited("A free key may send 100 requests an hour.", 1));
    }

    @Test
    void other_forms_of_a_word_match() {
        assertThat(Extract.answer("Does the cache compare question meanings?", SOURCES, 1))
                .containsExactly(new Cited("The cache compares questions by meaning.", 2));
    }

    @Test
    void what_the_sources_do_not_say_is_not_answered() {
        assertThat(Extract.answer("Which colour has the logo?", SOURCES, 3)).isEmpty();
        assertThat(Extract.answer("Who is the president of France?", SOURCES, 3))
                .isEmpty();
    }

    @Test
    void a_question_without_content_is_not_answered() {
        assertThat(Extract.answer("What is it?", SOURCES, 3)).isEmpty();
    }

    @Test
    void a_heading_helps_the_sentences_below_it() {
        var source =
                new Source(1, "", "# Ports\n\nThe gateway listens on 8080.\n\n# Money\n\nThe gateway counts nano-USD.");

        assertThat(Extract.answer("gateway ports", List.of(source), 1)
                        .getFirst()
                        .sentence())
                .isEqualTo("The gateway listens on 8080.");
    }

    @Test
    void a_models_numbers_become_citations_that_quote_their_passage() {
        var passages = List.of(
                new Passage(1, "d1", "Limits", null, SOURCES.get(0).text(), 2.0),
                new Passage(2, "d2", "Cache", null, SOURCES.get(1).text(), 1.0));

        var checked = Citing.of(
                "A free key gets 100 requests per hour. [1] The cache keeps the answers of tenants apart [2], as"
                        + " nobody says [7].",
                passages);

        assertThat(checked.dropped()).isEqualTo(1);
        assertThat(checked.citations())
                .containsExactly(
                        new Answerer.Citation(1, "d1", "A free key may send 100 requests an hour."),
                        new Answerer.Citation(2, "d2", "Answers of a tenant stay with that tenant."));
    }
}
