package dev.sluice.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.ingress.Bounds;
import dev.sluice.gateway.ingress.PlainRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.testing.Goldens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden conversions between the Responses API and chat completions. */
class ResponsesGoldenTest {

    private static final String ASKED = "{\"model\":\"m\",\"input\":\"hi\"}";

    private static PlainRequest plain(String body) {
        return PlainRequest.read(body.getBytes(StandardCharsets.UTF_8), "", Bounds.NONE);
    }

    private static ResponsesReader.Read read(String body) {
        return ResponsesReader.read(plain(body), null, "resp_1", 1_700_000_000);
    }

    @Test
    void aRequestIsSaidAsAChatCompletion() {
        var read = read(Goldens.text("responses/items.responses.json"));

        assertThat(Json.read(read.request().chat().bytes())).isEqualTo(Goldens.json("responses/items.chat.json"));
        assertThat(read.request().refusal()).isNull();
        assertThat(read.request().dropped()).containsExactly("reasoning", "include");
    }

    @Test
    void aReplyIsSaidAsAResponse() {
        byte[] said = ResponseDocument.from(
                Goldens.bytes("messages/reply-tools.chat.json"), read(ASKED).frame());

        assertThat(Json.read(said)).isEqualTo(Goldens.json("responses/reply-tools.responses.json"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 64, 100_000})
    void aStreamIsSaidAsTypedEventsHoweverItIsCut(int size) {
        var events = new ResponseEvents(read(ASKED).frame());

        String said = Goldens.feed(events::accept, Goldens.bytes("messages/stream-tools.chat.txt"), size);

        assertThat(said).isEqualTo(Goldens.text("responses/stream-tools.responses.txt"));
    }

    @Test
    void anAnswerCutShortByItsLimitIsIncomplete() {
        String said = Goldens.feed(
                new ResponseEvents(read(ASKED).frame())::accept, Goldens.bytes("messages/stream-text.chat.txt"), 1_000);

        assertThat(said)
                .contains("event: response.incomplete", "\"reason\":\"max_output_tokens\"")
                .doesNotContain("response.completed");
    }

    @Test
    void whatIsKeptIsTheConversationWithItsAnswer() {
        List<Kept> kept = new ArrayList<>();
        var first = read(ASKED.replace("\"input\"", "\"instructions\":\"Be brief.\",\"input\""));
        first.frame().listen((id, answer) -> kept.add(answer));
        ResponseDocument.from(Goldens.bytes("messages/reply-text.chat.json"), first.frame());

        var next = ResponsesReader.read(
                plain("{\"model\":\"m\",\"input\":\"and then?\",\"previous_response_id\":\"resp_1\"}"),
                kept.getFirst(),
                "resp_2",
                1);

        assertThat(Json.read(next.request().chat().bytes()).path("messages").toString())
                .isEqualTo(
                        "[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"Bien, merci.\"},{\"role\":\"user\",\"content\":\"and then?\"}]");
    }

    @Test
    void whatShallNotBeStoredIsNotKept() {
        List<Kept> kept = new ArrayList<>();
        var asked = read(ASKED.replace("\"input\"", "\"store\":false,\"input\""));
        asked.frame().listen((id, answer) -> kept.add(answer));

        ResponseDocument.from(Goldens.bytes("messages/reply-text.chat.json"), asked.frame());
        asked.frame().named("resp_theirs", "openai");

        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"background\":true}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"item_reference\",\"id\":\"1\"}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]}"
            })
    void whatOnlyANativeHostUnderstandsIsReadAndMarked(String body) {
        assertThat(read(body).request().refusal()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":\"x\"}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"input\":[]}",
                "{\"model\":\"m\",\"input\":\"x\",\"conversation\":\"conv_1\"}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"robot\",\"content\":\"x\"}]}"
            })
    void whatNobodyUnderstandsIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(ApiError.class);
    }

    @Property(tries = 300)
    void arbitraryBytesAreReadOrRefused(@ForAll byte[] bytes) {
        assertThat(catchThrowable(
                        () -> ResponsesReader.read(PlainRequest.read(bytes, "", Bounds.NONE), null, "resp_1", 1)))
                .isInstanceOf(ApiError.class);
        assertThat(new ResponseEvents(read(ASKED).frame()).accept(bytes)).isNotNull();
    }
}
