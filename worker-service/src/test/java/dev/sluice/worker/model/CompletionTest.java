package dev.sluice.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CompletionTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Property
    void the_chunks_put_together_are_the_answer(@ForAll String answer) {
        Completion completion = Completion.of(request(null, List.of()), answer, NOW);

        String together = completion.chunks(true).stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> Objects.requireNonNull(choice.delta()).content())
                .filter(Objects::nonNull)
                .collect(Collectors.joining());

        assertThat(together.strip()).isEqualTo(answer.strip());
    }

    @Example
    void the_stream_begins_with_the_role_and_ends_with_the_reason_and_the_usage() {
        var chunks = Completion.of(request(null, List.of()), "one two three four five six", NOW)
                .chunks(true);

        assertThat(chunks.getFirst().choices().getFirst().delta().role()).isEqualTo("assistant");
        assertThat(chunks.get(chunks.size() - 2).choices().getFirst().finishReason())
                .isEqualTo("stop");
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().completionTokens()).isEqualTo(6);
        assertThat(chunks).hasSize(5);
    }

    @Example
    void at_the_bound_the_answer_is_whole_and_one_above_it_is_cut() {
        assertThat(Completion.of(request(3, List.of()), "one two three", NOW).finishReason())
                .isEqualTo("stop");

        Completion cut = Completion.of(request(3, List.of()), "one two three.", NOW);
        assertThat(cut.text()).isEqualTo("one two three");
        assertThat(cut.finishReason()).isEqualTo("length");
        assertThat(cut.usage().completionTokens()).isEqualTo(3);
    }

    @Example
    void an_answer_ends_before_a_stop() {
        assertThat(Completion.of(request(null, List.of("three")), "one two three", NOW)
                        .text())
                .isEqualTo("one two ");
    }

    private static ChatRequest request(Integer maxTokens, List<String> stop) {
        return new ChatRequest("local", List.of(new ChatMessage("user", "hi")), false, false, maxTokens, stop);
    }
}
