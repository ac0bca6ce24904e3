package dev.sluice.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.ingress.TranslatedRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.provider.anthropic.AnthropicRequest;
import dev.sluice.gateway.testing.Goldens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden conversions between Anthropic's Messages API and chat completions, for callers that speak the former. */
class MessagesGoldenTest {

    private static TranslatedRequest read(byte[] body) {
        return MessagesReader.read(PlainRequest.read(body, "", Bounds.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "images"})
    void aRequestIsSaidAsAChatCompletion(String name) {
        var read = read(Goldens.bytes("messages/" + name + ".messages.json"));

        assertThat(Json.read(read.chat().bytes())).isEqualTo(Goldens.json("messages/" + name + ".chat.json"));
        assertThat(read.refusal()).isNull();
        assertThat(read.bytes()).isEqualTo(Goldens.bytes("messages/" + name + ".messages.json"));
    }

    @Test
    void whatIsLeftOutIsNamed() {
        assertThat(read(Goldens.bytes("messages/text.messages.json")).dropped()).containsExactly("top_k");
        assertThat(read(Goldens.bytes("messages/tools.messages.json")).dropped())
                .containsExactly("thinking");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tools", "refusal", "stopped"})
    void aReplyIsSaidAsAMessage(String name) {
        byte[] said = MessageDocument.from(Goldens.bytes("messages/reply-" + name + ".chat.json"));

        assertThat(Json.read(said)).isEqualTo(Goldens.json("messages/reply-" + name + ".messages.json"));
    }

    @ParameterizedTest
    @CsvSource({"text, 1", "text, 7", "text, 64", "text, 100000", "tools, 1", "tools, 31", "tools, 100000"})
    void aStreamIsSaidAsEventsHoweverItIsCut(String name, int size) {
        var events = new MessageEvents("req_1");

        String said = Goldens.feed(events::accept, Goldens.bytes("messages/stream-" + name + ".chat.txt"), size);

        assertThat(said).isEqualTo(Goldens.text("messages/stream-" + name + ".messages.txt"));
    }

    @Test
    void withoutTheEndThereIsNoStop() {
        String whole = Goldens.text("messages/stream-text.chat.txt");
        byte[] cut = whole.substring(0, whole.indexOf("data: [DONE]")).getBytes(StandardCharsets.UTF_8);

        assertThat(Goldens.feed(new MessageEvents("req_1")::accept, cut, 1_000))
                .contains("text_delta")
                .doesNotContain("message_delta", "message_stop");
    }

    @Test
    void anErrorInTheMiddleIsAnErrorEventAndTheLast() {
        String stream =
                "data: {\"error\":{\"message\":\"Out of memory\",\"type\":\"server_error\"}}\n\ndata: [DONE]\n\n";

        assertThat(Goldens.feed(new MessageEvents("req_1")::accept, stream.getBytes(StandardCharsets.UTF_8), 1_000))
                .isEqualTo(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Out of memory\"},\"request_id\":\"req_1\"}\n\n");
    }

    @Test
    void thereAndBackKeepsTheConversation() {
        byte[] chat = read(Goldens.bytes("messages/tools.messages.json")).chat().bytes();

        var back = Json.read(AnthropicRequest.from(chat, "claude"));

        var asked = Goldens.json("messages/tools.messages.json");
        assertThat(back.path("tools").get(0)).isEqualTo(asked.path("tools").get(0));
        assertThat(back.path("tool_choice")).isEqualTo(asked.path("tool_choice"));
        assertThat(back.at("/messages/1/content/1")).isEqualTo(asked.at("/messages/1/content/2"));
        assertThat(back.at("/messages/2/content/0")).isEqualTo(asked.at("/messages/2/content/0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"container_upload\"}]}]}",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\"}}]}]}",
                "{\"model\":\"m\",\"max_tokens\":5,\"tools\":[{\"type\":\"bash_20250124\",\"name\":\"bash\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            })
    void whatOnlyAnthropicUnderstandsIsReadAndMarked(String body) {
        var read = read(body.getBytes(StandardCharsets.UTF_8));

        assertThat(read.refusal()).isNotNull();
        assertThat(read.bytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[]}",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":7}]}",
                "[]",
                ""
            })
    void whatNobodyUnderstandsIsRefused(String body) {
        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(400));
    }

    @Test
    void aShortenedPromptChangesNothingButItsWords() {
        String body =
                "{\"model\":\"m\",\"max_tokens\":5,\"system\":[{\"type\":\"text\",\"text\":\"long system\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"future\":1,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"long question\"},{\"role\":\"assistant\",\"content\":\"kept\"}]}";
        var asked = read(body.getBytes(StandardCharsets.UTF_8));
        ChatRequest shorter = asked.chat().withTexts(Arrays.asList("system", "question", null));

        var changed = MessagesReader.withTexts(asked, shorter);

        assertThat(new String(changed.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(body.replace("long system", "system").replace("long question", "question"));
        assertThat(changed.chat()).isEqualTo(shorter);
        assertThat(List.of(changed.dropped())).isEqualTo(List.of(asked.dropped()));
    }
}
