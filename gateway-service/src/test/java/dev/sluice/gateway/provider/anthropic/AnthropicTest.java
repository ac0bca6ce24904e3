package dev.sluice.gateway.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.errors.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden conversions: the files beside this class hold what goes in and what must come out. */
class AnthropicTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools", "images"})
    void aRequestIsSaidInTheOtherDialect(String name) throws IOException {
        byte[] said = AnthropicRequest.from(file(name + ".openai.json"), "claude-there");

        assertThat(JSON.readTree(said)).isEqualTo(JSON.readTree(file(name + ".anthropic.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply-text", "reply-tools"})
    void aReplyIsSaidInOurs(String name) throws IOException {
        byte[] said = AnthropicReply.document(file(name + ".anthropic.json"), 1_700_000_000);

        assertThat(JSON.readTree(said)).isEqualTo(JSON.readTree(file(name + ".openai.json")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100_000})
    void aStreamIsSaidInOursHoweverItIsCut(int size) throws IOException {
        List<Tokens> told = new ArrayList<>();
        var stream = new AnthropicStream(true, 1_700_000_000, told::add);

        String said = feed(stream, file("stream.anthropic.txt"), size);

        assertThat(said).isEqualTo(new String(file("stream.openai.txt"), StandardCharsets.UTF_8));
        assertThat(told).containsExactly(new Tokens(30, 15, 5, 0, false));
    }

    @Test
    void withoutTheLastEventThereIsNoEnd() throws IOException {
        String whole = new String(file("stream.anthropic.txt"), StandardCharsets.UTF_8);
        byte[] cut = whole.substring(0, whole.indexOf("event: message_stop")).getBytes(StandardCharsets.UTF_8);

        String said = feed(new AnthropicStream(false, 1, tokens -> {}), cut, 1_000);

        assertThat(said).isNotEmpty().doesNotContain("[DONE]");
    }

    @Test
    void anErrorInTheMiddleIsAnErrorAndNoEnd() {
        var tap = new SseTap(1_000, 1_000);
        String event =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";

        String said = feed(new AnthropicStream(false, 1, tokens -> {}), event.getBytes(StandardCharsets.UTF_8), 1_000);
        tap.accept(said.getBytes(StandardCharsets.UTF_8));

        assertThat(said).contains("Overloaded", "overloaded_error");
        assertThat(tap.answer().isError()).isTrue();
        assertThat(tap.answer().isTerminal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "tool_use, tool_calls",
        "refusal, content_filter",
        "something_new, stop"
    })
    void whyItEndedIsSaidInOurWords(String theirs, String ours) {
        assertThat(AnthropicReply.finish(theirs)).isEqualTo(ours);
    }

    @Test
    void anErrorKeepsItsWords() throws JsonProcessingException {
        byte[] theirs = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too fast\"}}"
                .getBytes(StandardCharsets.UTF_8);

        JsonNode ours = JSON.readTree(new String(AnthropicReply.error(theirs, 429), StandardCharsets.UTF_8));
        JsonNode garbage = JSON.readTree(new String(
                AnthropicReply.error("<html>".getBytes(StandardCharsets.UTF_8), 502), StandardCharsets.UTF_8));

        assertThat(ours.at("/error/message").asText()).isEqualTo("Too fast");
        assertThat(ours.at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(garbage.at("/error/message").asText()).contains("502");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":2,\"messages\":[]}",
                "{\"response_format\":{\"type\":\"json_schema\"},\"messages\":[]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]}"
            })
    void whatCannotBeSaidThereIsRefused(String openAi) {
        assertThatThrownBy(() -> AnthropicRequest.from(openAi.getBytes(StandardCharsets.UTF_8), "m"))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(400));
    }

    @Test
    void anAnswerThatIsNoMessageIsABadGateway() {
        assertThatThrownBy(() -> AnthropicReply.document("[]".getBytes(StandardCharsets.UTF_8), 1))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(502));
    }

    private static String feed(AnthropicStream stream, byte[] bytes, int size) {
        var said = new StringBuilder();
        for (int from = 0; from < bytes.length; from += size) {
            said.append(new String(
                    stream.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))),
                    StandardCharsets.UTF_8));
        }
        return said.toString();
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = AnthropicTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
