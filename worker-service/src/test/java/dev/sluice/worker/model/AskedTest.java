package dev.sluice.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {

    private static final String PASTED =
            "The tram line opens in May. It connects the harbour with the university. Tickets cost two euros.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Summarise this: %s",
                "Please summarize the following text:\n\n%s",
                "Can you summarise this for me? %s",
                "TL;DR: %s",
                "Give me a short summary of this text: %s"
            })
    void a_summary_of_the_text_after_the_colon_is_asked(String message) {
        assertThat(Asked.of(user(message.formatted(PASTED)))).isEqualTo(new Asked.Summary(PASTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Keywords of: %s",
                "Extract the keywords from this text: %s",
                "List the key phrases:\n%s",
                "keywords: %s"
            })
    void keywords_of_the_text_after_the_colon_are_asked(String message) {
        assertThat(Asked.of(user(message.formatted(PASTED)))).isEqualTo(new Asked.Keywords(PASTED));
    }

    @Test
    void without_a_text_of_its_own_a_summary_is_of_what_was_said_before() {
        var messages = List.of(new ChatMessage("user", PASTED), new ChatMessage("user", "Please summarise that."));

        assertThat(Asked.of(messages)).isEqualTo(new Asked.Summary(PASTED));
    }

    @Test
    void a_question_is_parted_from_the_text_pasted_before_or_after_it() {
        assertThat(Asked.of(user(PASTED + "\n\nWhat do tickets cost?")))
                .isEqualTo(new Asked.Question("What do tickets cost?", List.of(PASTED)));
        assertThat(Asked.of(user("What do tickets cost? " + PASTED)))
                .isEqualTo(new Asked.Question("What do tickets cost?", List.of(PASTED)));
    }

    @Test
    void a_plain_question_is_asked_of_the_conversation() {
        var messages = List.of(new ChatMessage("system", PASTED), new ChatMessage("user", "What do tickets cost?"));

        assertThat(Asked.of(messages)).isEqualTo(new Asked.Question("What do tickets cost?", List.of(PASTED)));
    }

    @Test
    void a_question_about_keywords_is_still_a_question() {
        assertThat(Asked.of(user("How does the service rank documents?"))).isInstanceOf(Asked.Question.class);
    }

    private static List<ChatMessage> user(String text) {
        return List.of(new ChatMessage("user", text));
    }

    @Test
    void aSingleShortSentenceIsATextAndAGreetingIsNot() {
        assertThat(Asked.of(user("A sluice is a gate that controls water. What does a sluice control?")))
                .isEqualTo(new Asked.Question(
                        "What does a sluice control?", List.of("A sluice is a gate that controls water.")));
        assertThat(Asked.of(user("Hello there. What do tickets cost?")))
                .isEqualTo(new Asked.Question("Hello there. What do tickets cost?", List.of()));
    }
}
