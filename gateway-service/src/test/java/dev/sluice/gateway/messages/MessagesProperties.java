package dev.sluice.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.MessageReader;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.provider.anthropic.AnthropicReply;
import dev.sluice.gateway.provider.anthropic.AnthropicStream;
import dev.sluice.gateway.testing.Goldens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** There and back keeps what counts, and no input makes a conversion throw anything but an error for the client. */
class MessagesProperties {

    record Said(String text, List<String> tools, String reason, int input, int cached, int output) {}

    @Provide
    Arbitrary<Said> said() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(40),
                        Arbitraries.strings()
                                .alpha()
                                .ofMinLength(1)
                                .ofMaxLength(8)
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.of("end_turn", "max_tokens", "tool_use", "refusal"),
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.integers().between(0, 100_000))
                .as(Said::new);
    }

    @Property(tries = 300)
    void aMessageThereAndBackKeepsTextToolsReasonAndUsage(@ForAll("said") Said said) {
        ObjectNode message = message(said);

        byte[] back = MessageDocument.from(AnthropicReply.document(Json.write(message), 1));

        assertThat(Json.read(back)).isEqualTo(message);
    }

    @Property(tries = 200)
    void aStreamThereAndBackSaysTheSame(@ForAll("said") Said said, @ForAll("sizes") int size) {
        byte[] events = stream(said).getBytes(StandardCharsets.UTF_8);
        var chat = new AnthropicStream(true, 1, tokens -> {});
        var back = new MessageEvents("req_1");

        String result = Goldens.feed(bytes -> back.accept(chat.accept(bytes)), events, size);

        Answer before = read(stream(said));
        Answer after = read(result);
        assertThat(after.content()).isEqualTo(before.content());
        assertThat(after.finish()).isEqualTo(before.finish());
        assertThat(after.tokens()).isEqualTo(before.tokens());
        assertThat(after.isTerminal()).isTrue();
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.integers().between(1, 400);
    }

    @Property(tries = 500)
    void arbitraryBytesAreReadOrRefused(@ForAll byte[] bytes) {
        Throwable thrown = catchThrowable(() -> MessagesReader.read(PlainRequest.read(bytes, "", Bounds.NONE)));

        assertThat(thrown).isInstanceOfAny(ApiError.class);
    }

    @Property(tries = 500)
    void oddRequestsAreReadOrRefused(@ForAll("odd") String content, @ForAll("odd") String system) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":1,\"system\":%s,\"tools\":%s,\"metadata\":%s,\"stop_sequences\":%s,\"messages\":[{\"role\":\"user\",\"content\":%s},{\"role\":\"assistant\",\"content\":%s}]}"
                        .formatted(system, content, system, content, content, system);

        Throwable thrown = catchThrowable(
                () -> MessagesReader.read(PlainRequest.read(body.getBytes(StandardCharsets.UTF_8), "", Bounds.NONE)));

        assertThat(thrown)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        error -> assertThat(error).isInstanceOf(ApiError.class));
    }

    @Property(tries = 500)
    void oddAnswersAreReadOrABadGateway(@ForAll("odd") String value) {
        String chat =
                "{\"id\":%s,\"choices\":[{\"message\":{\"content\":%s,\"tool_calls\":%s},\"finish_reason\":%s}],\"usage\":%s}"
                        .formatted(value, value, value, value, value);
        byte[] bytes = chat.getBytes(StandardCharsets.UTF_8);
        byte[] events = ("data: " + chat.replace("message", "delta") + "\n\ndata: " + value + "\n\n")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(MessageDocument.from(bytes)).isNotEmpty();
        assertThat(new MessageEvents("r").accept(events)).isNotNull();
        assertThat(MessageDocument.error(bytes, 500, "r")).isNotEmpty();
        MessageReader.read(bytes, bytes.length, new Answer(10));
    }

    @Property(tries = 500)
    void arbitraryBytesOfAnUpstreamNeverThrowInAStream(@ForAll byte[] bytes) {
        assertThat(new MessageEvents("r").accept(bytes)).isNotNull();
        assertThat(new AnthropicStream(true, 1, tokens -> {}).accept(bytes)).isNotNull();
        MessageReader.read(bytes, bytes.length, new Answer(10));
    }

    @Provide
    Arbitrary<String> odd() {
        return Arbitraries.of(
                "null",
                "7",
                "-1.5e300",
                "\"x\"",
                "true",
                "[]",
                "{}",
                "[null]",
                "[1,\"a\"]",
                "[[]]",
                "[{}]",
                "[{\"type\":7}]",
                "[{\"type\":\"text\"}]",
                "[{\"type\":\"image\"}]",
                "[{\"type\":\"image\",\"source\":7}]",
                "[{\"type\":\"tool_use\",\"input\":[]}]",
                "[{\"type\":\"tool_result\",\"content\":7}]",
                "[{\"type\":\"tool_result\",\"content\":[{\"type\":\"text\",\"text\":{}}]}]",
                "[{\"type\":\"thinking\"}]",
                "{\"type\":\"text\",\"text\":\"x\"}",
                "{\"prompt_tokens\":\"many\",\"completion_tokens\":1e99}",
                "[{\"index\":-4,\"function\":7},{\"index\":99999999999,\"id\":\"\"}]");
    }

    private static ObjectNode message(Said said) {
        ObjectNode message = Json.object();
        message.put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "m");
        var content = message.putArray("content");
        if (!said.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", said.text());
        }
        for (String tool : said.tools()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_" + tool)
                    .put("name", tool)
                    .putObject("input")
                    .put(tool, tool.toUpperCase(Locale.ROOT));
        }
        message.put("stop_reason", said.reason()).putNull("stop_sequence");
        message.set("usage", usage(said));
        return message;
    }

    private static ObjectNode usage(Said said) {
        return Json.object()
                .put("input_tokens", said.input())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", said.cached())
                .put("output_tokens", said.output());
    }

    private static String stream(Said said) {
        var out = new StringBuilder();
        ObjectNode start = Json.object().put("type", "message_start");
        ObjectNode message = start.putObject("message").put("id", "msg_1").put("role", "assistant");
        message.set("usage", usage(said));
        event(start, out);
        ObjectNode delta = Json.object().put("type", "content_block_delta").put("index", 0);
        delta.putObject("delta").put("type", "text_delta").put("text", said.text());
        event(delta, out);
        ObjectNode end = Json.object().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", said.reason());
        end.putObject("usage").put("output_tokens", said.output());
        event(end, out);
        event(Json.object().put("type", "message_stop"), out);
        return out.toString();
    }

    private static void event(ObjectNode event, StringBuilder out) {
        out.append("event: ").append(event.path("type").asText()).append("\ndata: ");
        out.append(new String(Json.write(event), StandardCharsets.UTF_8)).append("\n\n");
    }

    private static Answer read(String stream) {
        var tap = new dev.sluice.gateway.answer.SseTap(10_000, 100_000, MessageReader::read);
        tap.accept(stream.getBytes(StandardCharsets.UTF_8));
        return tap.answer();
    }
}
