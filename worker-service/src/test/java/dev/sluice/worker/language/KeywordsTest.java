package dev.sluice.worker.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeywordsTest {

    private static final String ENGLISH =
            "Finite element methods for time fractional diffusion equations. We develop a simple numerical scheme based on the"
                    + " Galerkin finite element method for a fractional diffusion equation. An error analysis of the numerical"
                    + " scheme is given, and numerical experiments confirm the convergence analysis.";

    private static final String GERMAN =
            "Die neue Straßenbahn fährt ab Mai zwischen dem Hafen und der Universität. Die Straßenbahn kostete die Stadt 42"
                    + " Millionen Euro. Nach dem Bau der Straßenbahn ist die Universität in 18 Minuten zu erreichen, und der Hafen"
                    + " wird für die Stadt wieder wichtig.";

    @Example
    void of_english_the_keywords_are_phrases_of_nouns_that_stand_in_the_text() {
        Keywords found = Keywords.of(ENGLISH, 5);

        assertThat(found.method()).isEqualTo("keyphrases");
        assertThat(found.texts()).hasSize(5).allMatch(ENGLISH::contains);
        assertThat(found.texts().stream().map(String::toLowerCase))
                .anyMatch(text -> text.contains("finite element method"));
        assertThat(found.keywords().stream().map(Yake.Keyword::score)).isSorted();
    }

    @Example
    void of_german_they_are_yakes_and_no_stop_words() {
        Keywords found = Keywords.of(GERMAN, 8);

        assertThat(found.method()).isEqualTo("yake");
        assertThat(found.texts()).contains("Straßenbahn").doesNotContain("Die", "der", "dem", "und", "nach");
    }

    @Example
    void languages_are_told_by_their_stop_words() {
        assertThat(Tongue.of(ENGLISH)).isEqualTo(Tongue.ENGLISH);
        assertThat(Tongue.of(GERMAN)).isEqualTo(Tongue.GERMAN);
        assertThat(Tongue.of("Le tramway relie le port à l'université et il est ouvert depuis le mois de mai."))
                .isEqualTo(Tongue.FRENCH);
        assertThat(Tongue.of("El tranvía une el puerto con la universidad y está abierto desde el mes de mayo."))
                .isEqualTo(Tongue.SPANISH);
        assertThat(Tongue.of("新しい路面電車は五月に開通します。")).isEqualTo(Tongue.OTHER);
        assertThat(Tongue.of("")).isEqualTo(Tongue.OTHER);
    }

    @Example
    void every_feature_has_its_weights() {
        List<Keyphrases.Candidate> candidates = Keyphrases.candidates(ENGLISH);

        assertThat(candidates).isNotEmpty();
        assertThat(candidates.getFirst().features()).hasSize(3 * Keyphrases.FEATURES.size());
        assertThat(Keyphrases.FEATURES).doesNotHaveDuplicates();
    }

    @Property(tries = 150)
    void any_text_gives_keywords_that_are_not_blank_and_never_fails(@ForAll String text) {
        assertThat(Keywords.of("The cat is on the mat and it was " + text, 10).texts())
                .hasSizeLessThanOrEqualTo(10)
                .noneMatch(String::isBlank);
    }

    @Example
    void a_long_text_is_no_trouble() {
        assertThat(Keywords.of((ENGLISH + " ").repeat(400), 10).texts()).hasSize(10);
    }
}
