package dev.sluice.cache.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {

    private final Guards guards = Guards.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numbers | Who won the election in 2023? | Who won the election in 2024?",
                "numbers | What is 15% of 80? | What is 15% of 90?",
                "numbers | How do I install Java 17? | How do I install Java 21?",
                "numbers | Give me two reasons | Give me three reasons",
                "negation | Is it safe to eat? | Is it not safe to eat?",
                "negation | Why does it work? | Why doesn't it work?",
                "negation | Foods with sugar | Foods without sugar",
                "opposites | How do I turn on dark mode? | How do I turn off dark mode?",
                "opposites | Should I eat before running? | Should I eat after running?",
                "opposites | How can I become more patient? | How can I become less patient?",
                "opposites | How do I enable logging? | How do I disable logging?",
                "opposites | Is it legal to park here? | Is it illegal to park here?",
                "opposites | How do I install it? | How do I uninstall it?",
                "names | What is the capital of France? | What is the capital of Spain?",
                "names | Did Anna call? Where is Berlin? | Did Anna call? Where is Munich?",
                "pronouns | Would he reject her? | Would she reject him?",
                "roles | Does Anna love Mark? | Does Mark love Anna?",
                "roles | Does Anna love Mark? | Is Anna loved by Mark?",
                "roles | How do I convert pdf to docx? | How do I convert docx to pdf?",
                "roles | Is Python faster than Java? | Is Java faster than Python?",
                "roles | Is tea better than coffee? | Is coffee better than tea?",
                "kind | When did the war begin? | Why did the war begin?",
                "kind | Who wrote this? | Where was this written?",
                "tense | Is Tom an actor? | Did Tom use to be an actor?",
                "time | What is the weather today? | What is the weather tomorrow?",
                "quotations | What does \"foo\" mean? | What does \"bar\" mean?"
            })
    void theseMustNotShareAnAnswer(String guard, String one, String other) {
        assertThat(guards.compare(one, other).refusals())
                .anyMatch(refusal -> refusal.startsWith(guard) || refusal.contains(guard));
        assertThat(guards.compare(other, one).allows()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | What is the way to reset my password?",
                "How can I cancel my subscription? | What's the process for cancelling my subscription?",
                "Does Anna love Mark? | Is Mark loved by Anna?",
                "Is Anna married to Mark? | Is Mark married to Anna?",
                "What is the capital of France? | what is the capital of france",
                "Is Tom a lawyer and a writer? | Is Tom a writer and a lawyer?",
                "How do I buy a car? | How can I purchase an automobile?",
                "How do I delete my acount? | How do I delete my account?"
            })
    void theseMayShareAnAnswer(String one, String other) {
        Verdict verdict = guards.compare(one, other);
        assertThat(verdict.refusals()).isEmpty();
        assertThat(verdict.sameContent()).isTrue();
    }

    @Test
    void contentThatDiffersIsCounted() {
        Verdict verdict = guards.compare("How do I reset my password?", "How do I change my email?");
        assertThat(verdict.allows()).isTrue();
        assertThat(verdict.onlyFirst()).isEqualTo(2);
        assertThat(verdict.onlySecond()).isEqualTo(2);
    }

    @Test
    void lowerCaseNamesAreContent() {
        assertThat(guards.compare("what is the capital of france", "what is the capital of spain")
                        .sameContent())
                .isFalse();
    }
}
