package dev.sluice.cache.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoriesTest {

    @ParameterizedTest
    @CsvSource({
        "how much does the pro plan cost per month, pricing",
        "is there a discount for students, pricing",
        "does it support single sign on, features",
        "can i use it with french documents, features",
        "my export is not working, support",
        "i want a refund for my order, support",
        "how do i install the agent on kubernetes, implementation",
        "how do i connect my database to the api, implementation",
        "how does the semantic cache work, how-it-works",
        "what is the difference between a lease and a lock, how-it-works",
        "good morning everybody, other"
    })
    void aQuestionIsAboutWhatItsWordsSay(String question, String category) {
        assertThat(Categories.standard().of(question)).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({
        "how much does __ cost, how much does it cost, true",
        "how much does __ cost, how much does cost, true",
        "how much does __ cost, how much does one two three four cost, true",
        "how much does __ cost, how much does one two three four five cost, false",
        "open _ door, open the door, true",
        "open _ door, open door, false",
        "pric*, what are your prices, true",
        "pric*, caprice, false",
        "price, prices, false"
    })
    void aPatternOccursOrNot(String pattern, String question, boolean occurs) {
        assertThat(Pattern.of(pattern).occursIn(Categories.words(question))).isEqualTo(occurs);
    }

    @Test
    void aLongTextIsJudgedByItsBeginning() {
        String long64 = "word ".repeat(63) + "price";
        assertThat(Categories.standard().of(long64)).isEqualTo("pricing");
        assertThat(Categories.standard().of("word " + long64)).isEqualTo("other");
        assertThat(Categories.standard().of("x".repeat(5_000_000))).isEqualTo("other");
    }

    @Test
    void patternsOfOnesOwnAreAddedAndMakeNewCategories() {
        Categories more = Categories.standard().with(Map.of("shipping", List.of("when does __ arrive", "parcel*")));

        assertThat(more.of("when does my parcel arrive")).isEqualTo("shipping");
        assertThat(more.of("how much does it cost")).isEqualTo("pricing");
        assertThat(Categories.standard().of("when does my parcel arrive")).isEqualTo("other");
    }

    @Test
    void aPatternThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> Pattern.of("__ _")).hasMessageContaining("names no word");
        assertThatThrownBy(() -> Pattern.of(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pattern.of("a".repeat(101))).isInstanceOf(IllegalArgumentException.class);
    }
}
