package dev.sluice.worker.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class YakeTest {

    private static final String TEXT =
            "Google is acquiring data science community Kaggle. Sources tell us that Google is acquiring Kaggle, a platform "
                    + "that hosts data science and machine learning competitions. Details about the transaction remain somewhat "
                    + "vague, but given that Google is hosting its Cloud Next conference in San Francisco this week, the official "
                    + "announcement could come as early as tomorrow. Kaggle co-founder Anthony Goldbloom declined to deny that the "
                    + "acquisition is happening. Google itself declined to comment on rumors. Kaggle has about half a million data "
                    + "scientists on its platform.";

    @Example
    void what_the_text_is_about_comes_first() {
        List<String> keywords =
                Yake.keywords(TEXT, 10).stream().map(Yake.Keyword::text).toList();

        assertThat(keywords)
                .hasSize(10)
                .contains("Google", "Kaggle", "data science")
                .doesNotHaveDuplicates();
    }

    @Example
    void lower_scores_come_first() {
        assertThat(Yake.keywords(TEXT, 20).stream().map(Yake.Keyword::score)).isSorted();
    }

    @Example
    void a_possessive_is_no_word_of_its_own() {
        assertThat(Yake.keywords("Saturn's rings are bright. Saturn's rings are old.", 5).stream()
                        .map(Yake.Keyword::text))
                .contains("Saturn's rings");
    }

    @Property(tries = 300)
    void any_text_gives_phrases_of_at_most_three_words_and_never_fails(@ForAll String text) {
        assertThat(Yake.keywords(text, 10)).hasSizeLessThanOrEqualTo(10);
    }

    @Example
    void a_text_of_stop_words_has_no_keywords() {
        assertThat(Yake.keywords("this is what it was and that is how", 10)).isEmpty();
    }
}
