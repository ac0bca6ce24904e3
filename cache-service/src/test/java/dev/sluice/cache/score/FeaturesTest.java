package dev.sluice.cache.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {

    private static final Scorer SCORER =
            Scorer.with(Model.parse(List.of(Model.FORMAT, "features " + Model.features(), "stream-base 0")));

    private static float[] features(String one, String other) {
        return SCORER.features(one, List.of(new Scorer.Candidate(other, 0.95))).getFirst();
    }

    private static float value(Feature feature, String one, String other) {
        return features(one, other)[feature.place()];
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMBERS_BOTH | Who won the election in 2023? | Who won the election in 2024?",
                "NUMBERS_BOTH | What is 15% of 80? | What is 15% of 90?",
                "NUMBERS_BOTH | Give me two reasons | Give me three reasons",
                "NUMBERS_ONE | How do I install Java? | How do I install Java 21?",
                "NUMBERS_BOTH | The `retries` option sets the limit. | The `timeout` option sets the limit.",
                "NUMBERS_BOTH | What does max_size do? | What does min_size do?",
                "NUMBERS_BOTH | map() returns a list. | filter() returns a list.",
                "NUMBERS_ONE | What does the retries option do? | What does the `verbose` option do?",
                "REVERSED | Is it safe to eat? | Is it not safe to eat?",
                "REVERSED | Why does it work? | Why doesn't it work?",
                "REVERSED | Why does it work? | why doesnt it work?",
                "REVERSED | Foods with sugar | Foods without sugar",
                "OPPOSITES | How do I turn on dark mode? | How do I turn off dark mode?",
                "OPPOSITES | Should I eat before running? | Should I eat after running?",
                "OPPOSITES | How do I enable logging? | How do I disable logging?",
                "OPPOSITES | Is it legal to park here? | Is it illegal to park here?",
                "OPPOSITES | How do I install it? | How do I uninstall it?",
                "NAMES_BOTH | What is the capital of France? | What is the capital of Spain?",
                "NAMES_BOTH | Did Anna call? Where is Berlin? | Did Anna call? Where is Munich?",
                "MISSING_LESS | what is the capital of france | what is the capital of spain",
                "PRONOUNS | Would he reject her? | Would she reject him?",
                "ROLES | Does Anna love Mark? | Does Mark love Anna?",
                "ROLES | Does Anna love Mark? | Is Anna loved by Mark?",
                "ROLES | How do I convert pdf to docx? | How do I convert docx to pdf?",
                "ROLES | Is Python faster than Java? | Is Java faster than Python?",
                "ROLES | Is tea better than coffee? | Is coffee better than tea?",
                "KIND | When did the war begin? | Why did the war begin?",
                "KIND | Who wrote this? | Where was this written?",
                "TENSE | Is Tom an actor? | Did Tom use to be an actor?",
                "TIMES | What is the weather today? | What is the weather tomorrow?",
                "QUOTED | What does \"foo\" mean? | What does \"bar\" mean?",
                "JOINED | Is he a cook or a baker? | Is he a cook and a baker?",
                "SMALL_WORDS | Can I do it? | Should I do it?",
                "INVERSIONS | Do dogs chase cats? | Do cats chase dogs?"
            })
    void aChangeThatMattersIsSeenFromBothSides(Feature feature, String one, String other) {
        assertThat(value(feature, one, other)).isPositive();
        assertThat(value(feature, other, one)).isEqualTo(value(feature, one, other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | What is the way to reset my password?",
                "How can I cancel my subscription? | What's the process for cancelling my subscription?",
                "Does Anna love Mark? | Is Mark loved by Anna?",
                "Is Anna married to Mark? | Is Mark married to Anna?",
                "What is the capital of France? | hello, what is the capital of france, please",
                "Is Tom a lawyer and a writer? | Is Tom a writer and a lawyer?",
                "How do I buy a car? | How can I purchase an automobile?",
                "How do I delete my acount? | How do I delete my account?",
                "What's the capital of France? | What is the capital of France?",
                "The `retries` option sets the limit. | The limit is set by the retries option.",
                "What does `_max_size` do? | What does the max_size do?"
            })
    void aChangeThatDoesNotMatterLeavesContentAndContrastsAlone(String one, String other) {
        float[] values = features(one, other);
        assertThat(List.of(
                        Feature.MISSING_MORE,
                        Feature.NUMBERS_BOTH,
                        Feature.NAMES_BOTH,
                        Feature.REVERSED,
                        Feature.PRONOUNS,
                        Feature.ROLES,
                        Feature.TENSE))
                .allSatisfy(feature -> assertThat(values[feature.place()]).isZero());
        assertThat(values[Feature.SHARED.place()]).isCloseTo(1, within(1e-3f));
    }

    @Test
    void rareWordsWeighMoreThanCommonOnes() {
        assertThat(value(Feature.RAREST_MORE, "What is photosynthesis?", "What is?"))
                .isGreaterThan(value(Feature.RAREST_MORE, "What is music?", "What is?"));
    }

    @Test
    void twoOppositesCancelEachOther() {
        assertThat(value(Feature.REVERSED, "How can I be more patient?", "How can I be less impatient?"))
                .isZero();
    }

    @Test
    void theNeighbourhoodOfACandidateIsSeen() {
        List<float[]> features = SCORER.features(
                "What is tea?",
                List.of(
                        new Scorer.Candidate("What is green tea?", 0.95),
                        new Scorer.Candidate("What is black tea?", 0.93),
                        new Scorer.Candidate("What is coffee?", 0.8),
                        new Scorer.Candidate("Who is Ann?", 0.3)));
        assertThat(features).as("those similar enough").hasSize(3);
        assertThat(features.get(0)[Feature.GAP.place()]).isCloseTo(0.02f, within(1e-4f));
        assertThat(features.get(0)[Feature.CROWD.place()]).isEqualTo(1);
        assertThat(features.get(2)[Feature.GAP.place()])
                .as("the last one does not stand alone")
                .isCloseTo(-0.15f, within(1e-4f));
        assertThat(features.get(2)[Feature.LEAD.place()]).isCloseTo(0.15f, within(1e-4f));
    }

    @Test
    void aCandidateIsSeenBesideTheWordsOfTheOthers() {
        List<float[]> features = SCORER.features(
                "How do I get a visa for Norway?",
                List.of(
                        new Scorer.Candidate("How do I get a visa for Poland?", 0.95),
                        new Scorer.Candidate("How can I get a Norway visa?", 0.93),
                        new Scorer.Candidate("How do I get a visa for Peru?", 0.92)));
        float[] poland = features.get(0);
        float[] norway = features.get(1);
        assertThat(poland[Feature.ELSEWHERE.place()])
                .as("the second has Norway")
                .isPositive();
        assertThat(poland[Feature.SPECIAL.place()])
                .as("nobody else says Poland")
                .isPositive();
        assertThat(poland[Feature.LEAD_WORDS.place()]).isNegative();
        assertThat(norway[Feature.ELSEWHERE.place()]).isZero();
        assertThat(norway[Feature.SPECIAL.place()]).isZero();
        assertThat(norway[Feature.LEAD_WORDS.place()]).isPositive();
    }
}
