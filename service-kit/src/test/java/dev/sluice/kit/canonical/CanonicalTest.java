package dev.sluice.kit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {

    private final Canonical canonical = Canonical.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How do I reset my password?",
                "how do i reset my password",
                "  How  do I reset my password ?? ",
                "Hi, how do I reset my password?",
                "Hello! Please, how do I reset my password? Thanks",
                "Could you please tell me how do I reset my password?",
                "How do I reset my password, please?",
                "HOW DO I RESET MY PASSWORD?",
                "\uff28ow do I reset my password\uff1f"
            })
    void politenessCaseAndMarksDoNotMatter(String text) {
        assertThat(canonical.of(text)).isEqualTo("how do i reset my password");
    }

    @ParameterizedTest
    @CsvSource({
        "What's the capital of France?, what is the capital of france",
        "I can't log in, i can not log in",
        "I cannot log in!, i can not log in",
        "I don\u2019t know, i do not know",
        "They're late, they are late"
    })
    void contractionsAreWrittenOut(String text, String form) {
        assertThat(canonical.of(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how do i stop ads thanks | how do i stop ads",
                "Who wrote Dune thank you! | who wrote dune",
                "I want to know, could it rain? | could it rain",
                "I was wondering, cats or dogs? | cats or dogs",
                "Can you tell me is it open? | is it open"
            })
    void phrasesAroundAQuestionAreLeftOut(String text, String form) {
        assertThat(canonical.of(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "What is 5!, What is 5",
        "What is 2\u00b2, What is 22",
        "Is it legal in the US, Is it legal in the us",
        "Version 1.2, Version 12",
        "I can log in, I can't log in",
        "Hello world in C, world in C",
        "Open dQw4w9WgXcQ, Open dqw4w9wgxcq",
        "What is -5, What is 5",
        "How do you say thank you, How do you say",
        "What is the word for thanks, What is the word for"
    })
    void whatCarriesMeaningIsKept(String one, String other) {
        assertThat(canonical.of(one)).isNotEqualTo(canonical.of(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Explain `Foo.BAR`",
                "first line\nSecond Line",
                "Translate \"HELLO\" please",
                "Say 'Hi there' in Latin",
                "SELECT A FROM B;",
                "see https://Example.com/A"
            })
    void textWhoseCharactersMatterIsKeptAsItIs(String text) {
        assertThat(canonical.of(text)).isEqualTo(text);
    }

    @Test
    void longTextIsKeptAsItIs() {
        String text = "Please " + "Word ".repeat(100);
        assertThat(canonical.of(text)).isEqualTo(text.strip());
    }

    @Test
    void aGreetingAloneStaysAGreeting() {
        assertThat(canonical.of("Hello!")).isEqualTo("hello");
        assertThat(canonical.of("Please")).isEqualTo("please");
    }

    @Test
    void aRuleWithoutAnArrowIsRefusedByName() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> CanonicalRules.parse(List.of("odd: pattern")))
                .hasMessageContaining("odd");
    }
}
