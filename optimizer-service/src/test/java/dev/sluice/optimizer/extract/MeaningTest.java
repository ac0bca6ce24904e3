package dev.sluice.optimizer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Extraction by words and meaning together. */
class MeaningTest {

    private static final String TEXT = """
            The port
            Ships bring timber and grain in spring. Storms keep the captains at home in autumn and at Christmas too.

            The mill
            Flour was ground here for two centuries. The wheel turned with the stream behind the house all year long.

            The school
            Children learn to read and count. The yard is shaded by old trees that were planted by the first teacher.""";

    private final Extraction extraction = new Extraction(new Tokens());

    @Test
    void aSentenceThatSharesNoWordWithTheQuestionStaysWhenItMeansTheSame() {
        Meaning flour = about("Flour");

        var extract = extraction.extract("Where did they make bread?", List.of(TEXT), 25, true, () -> false, flour);

        assertThat(extract.texts().getFirst()).contains("Flour was ground here").doesNotContain("Ships");
    }

    @Test
    void withoutVectorsWordsAloneDecide() {
        var extract = extraction.extract("Who shaded the yard?", List.of(TEXT), 25, true, () -> false, Meaning.NONE);

        assertThat(extract.texts().getFirst()).contains("The yard is shaded").doesNotContain("Flour");
    }

    @Test
    void aSentenceIsMeantTogetherWithTheTitleAboveIt() {
        List<String> asked = new ArrayList<>();

        extraction.extract("What did the miller grind?", List.of(TEXT), 25, true, () -> false, texts -> {
            asked.addAll(texts);
            return null;
        });

        assertThat(asked.getFirst()).isEqualTo("What did the miller grind?");
        assertThat(asked).contains("The mill: Flour was ground here for two centuries.");
    }

    @Test
    void vectorsThatDoNotFitAreNoVectors() {
        var extract = extraction.extract(
                "Who shaded the yard?", List.of(TEXT), 25, true, () -> false, texts -> List.of(new float[] {1}));

        assertThat(extract.texts().getFirst()).contains("The yard is shaded");
    }

    @Test
    void noMoreSentencesAreSentThanOneCallTakes() {
        List<Integer> sizes = new ArrayList<>();
        String many = "The yard was swept again by somebody. ".repeat(300);

        extraction.extract("Who swept the yard?", List.of(many), 100, true, () -> false, texts -> {
            sizes.add(texts.size());
            return null;
        });

        assertThat(sizes).containsExactly(256);
    }

    @Test
    void aQuestionThatPointsElsewhereChangesNothing() {
        assertThat(extraction
                        .extract("How was this possible?", List.of(TEXT), 10, true, () -> false, about("Flour"))
                        .texts())
                .containsExactly(TEXT);
        assertThat(extraction
                        .extract("How was the mill possible?", List.of(TEXT), 10, true, () -> false, about("Flour"))
                        .texts())
                .doesNotContain(TEXT);
    }

    /** The question and every text with this word point one way, all others another. */
    private static Meaning about(String word) {
        return texts -> texts.stream()
                .map(text ->
                        text.contains(word) || text.equals(texts.getFirst()) ? new float[] {1, 0} : new float[] {0, 1})
                .toList();
    }
}
