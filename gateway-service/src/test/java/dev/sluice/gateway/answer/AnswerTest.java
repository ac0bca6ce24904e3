package dev.sluice.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final String DOCUMENT = """
            {"id":"c1","object":"chat.completion","created":17,"model":"gpt-4o-2024","system_fingerprint":"fp","choices":[
            {"index":0,"message":{"role":"assistant","content":"Hello, w\u00f6rld","refusal":null,"annotations":[]},
            "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,
            "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3,"x":[1]}}}
            """;

    @Test
    void aDocumentIsRead() {
        Answer answer = document(DOCUMENT);

        assertThat(answer.id()).isEqualTo("c1");
        assertThat(answer.model()).isEqualTo("gpt-4o-2024");
        assertThat(answer.created()).isEqualTo(17);
        assertThat(answer.content()).isEqualTo("Hello, w\u00f6rld");
        assertThat(answer.finish()).isEqualTo("stop");
        assertThat(answer.tokens()).isEqualTo(new Tokens(9, 12, 4, 3, false));
        assertThat(answer.isRicher()).isFalse();
        assertThat(answer.isError()).isFalse();
    }

    @Test
    void tokensOfSoundAreReadAndWrittenAgain() {
        Answer answer = document(DOCUMENT.replace("\"cached_tokens\":4", "\"cached_tokens\":4,\"audio_tokens\":5")
                .replace("\"reasoning_tokens\":3", "\"audio_tokens\":99,\"reasoning_tokens\":3"));

        assertThat(answer.tokens()).isEqualTo(new Tokens(9, 12, 4, 3, false, 5, 12));
        assertThat(stream(new String(Documents.stream(answer, true), StandardCharsets.UTF_8))
                        .tokens())
                .isEqualTo(answer.tokens());
    }

    @Property(tries = 200)
    void aDocumentReplayedAsAStreamSaysTheSame(@ForAll String words) {
        String content = words.replaceAll("[\ud800-\udfff]", "?");
        var said = new Answer(Integer.MAX_VALUE);
        said.id = "c1";
        said.model = "m";
        said.finish = "stop";
        said.tokens = new Tokens(3, 4, 1, 2, false);
        said.say(content);

        Answer again = stream(new String(Documents.stream(said, true), StandardCharsets.UTF_8));
        Answer back = document(new String(Documents.document(again, again.tokens()), StandardCharsets.UTF_8));

        assertThat(again.isTerminal()).isTrue();
        assertThat(again.isRicher()).isFalse();
        assertThat(again.content()).isEqualTo(content);
        assertThat(again.tokens()).isEqualTo(said.tokens);
        assertThat(back.content()).isEqualTo(content);
        assertThat(back.finish()).isEqualTo("stop");
        assertThat(back.tokens()).isEqualTo(said.tokens);
    }

    @Test
    void usageIsReplayedOnlyIfWanted() {
        String without = new String(Documents.stream(document(DOCUMENT), false), StandardCharsets.UTF_8);

        assertThat(without)
                .doesNotContain("usage")
                .contains("\"role\":\"assistant\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void aLongAnswerIsReplayedInABoundedNumberOfChunks() {
        var said = new Answer(Integer.MAX_VALUE);
        said.say("word ".repeat(20_000));

        String stream = new String(Documents.stream(said, false), StandardCharsets.UTF_8);

        assertThat(stream.split("\n\n")).hasSizeBetween(100, 300);
        assertThat(stream(stream).content()).isEqualTo("word ".repeat(20_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{}]}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"audio\":{}}}]}",
                "{\"choices\":[{\"index\":0,\"logprobs\":{},\"delta\":{}}]}",
                "not json"
            })
    void moreThanPlainWordsIsNoticed(String data) {
        assertThat(stream("data: " + data + "\n\ndata: [DONE]\n\n").isRicher()).isTrue();
    }

    @Test
    void errorsAndEndsOfStreamsAreNoticed() {
        assertThat(stream("data: {\"error\":{\"message\":\"x\"}}\n\n").isError())
                .isTrue();
        assertThat(stream("data: {\"error\":null,\"choices\":[]}\n\n").isError())
                .isFalse();
        assertThat(stream("data: [DONE]\n\n").isTerminal()).isTrue();
        assertThat(stream("data: [DONE]").isTerminal()).as("without its end").isFalse();
        assertThat(stream("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":"
                                + "{\"input_tokens\":5,\"output_tokens\":6}}}\n\n")
                        .tokens())
                .isEqualTo(new Tokens(5, 6, 0, 0, false));
        assertThat(stream("data: {\"type\":\"response.completed\"}\n\n").isTerminal())
                .isTrue();
        assertThat(stream("data: {\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}\n\n")
                        .content())
                .isEqualTo("hi");
    }

    @Test
    void wordsBeyondTheBoundAreCountedButNotKept() {
        var tap = new SseTap(10, 1_000);

        tap.accept("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"0123456789\"}}]}\n\n"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(tap.answer().overflowed()).isFalse();
        tap.accept("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(tap.answer().overflowed()).isTrue();
        assertThat(tap.answer().characters()).isEqualTo(11);
    }

    private static Answer document(String json) {
        var answer = new Answer(Integer.MAX_VALUE);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(AnswerReader.read(bytes, bytes.length, answer)).isTrue();
        return answer;
    }

    private static Answer stream(String events) {
        var tap = new SseTap(Integer.MAX_VALUE, 1_000_000);
        tap.accept(events.getBytes(StandardCharsets.UTF_8));
        return tap.answer();
    }
}
