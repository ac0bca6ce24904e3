package dev.sluice.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.errors.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

    private static final String FULL = """
            { "model" : "gpt-4o",\t"messages":[{"role":"system","content":"Be brief."},
              {"role":"user","content":[{"type":"text","text":"What is"},{"type":"text","text":"this?"}],"name":"ada"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},
              {"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"and this?"}]}],
              "temperature":0.2,"n":2,"max_tokens":5,"max_completion_tokens":7,"tools":[{"type":"function"}],
              "stream":true,"stream_options":{"include_usage":true,"x":{"y":[1]}},"logprobs":true,"zzz":{"a":[{}]} }
            """;

    @Test
    void theViewSeesWhatMattersAndKeepsTheBytes() {
        byte[] body = bytes(FULL);

        ChatRequest asked = ChatRequest.read(body);

        assertThat(asked.bytes()).isSameAs(body);
        assertThat(asked.model()).isEqualTo("gpt-4o");
        assertThat(asked.stream()).isTrue();
        assertThat(asked.options()).isEqualTo(new ChatRequest.Options(0.2, 2, 7L, true, true, true, false));
        assertThat(asked.turns()).extracting(Turn::role).containsExactly("system", "user", "assistant", "user");
        assertThat(asked.turns())
                .extracting(Turn::kind)
                .containsExactly(Turn.Kind.TEXT, Turn.Kind.TEXT_PARTS, Turn.Kind.NONE, Turn.Kind.MIXED_PARTS);
        assertThat(asked.turns()).extracting(Turn::plain).containsExactly(true, true, false, true);
        assertThat(asked.turns())
                .extracting(asked::text)
                .containsExactly("Be brief.", "What is\nthis?", "", "and this?");
        assertThat(asked.lastUserTurn()).isEqualTo(asked.turns().getLast());
        assertThat(slice(body, asked.messagesAt()))
                .startsWith("[{\"role\":\"system\"")
                .endsWith("}]}]");
    }

    @Test
    void absentAndNullFieldsAreTheDefaults() {
        ChatRequest asked = ChatRequest.read(bytes(
                "{\"stream\":null,\"temperature\":null,\"n\":null,\"tools\":null,\"stream_options\":null,\"max_tokens\":null,"
                        + "\"logprobs\":null,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"m\"}"));

        assertThat(asked.stream()).isFalse();
        assertThat(asked.options()).isEqualTo(new ChatRequest.Options(null, 1, null, false, false, false, false));
    }

    @Test
    void theModelIsReplacedAndNothingElse() {
        ChatRequest asked = ChatRequest.read(bytes(FULL));

        assertThat(asked.withModel("o\"4").toString()).isEqualTo(FULL.replace("\"gpt-4o\"", "\"o\\\"4\""));
        assertThat(asked.withModel("gpt-4o").getBytes()).isEqualTo(asked.bytes());
    }

    @Test
    void textsAreReplacedAndNothingElse() {
        String body =
                "{\"model\":\"m\",\"messages\":[ {\"content\":\"long one\" , \"role\":\"system\"},{\"role\":\"user\",\"content\":\"caf\\u00e9\"}],\"x\":1}";
        ChatRequest asked = ChatRequest.read(bytes(body));

        ChatRequest shorter = asked.withTexts(Arrays.asList("short", null));

        assertThat(new String(shorter.bytes(), StandardCharsets.UTF_8)).isEqualTo(body.replace("long one", "short"));
        assertThat(asked.withTexts(Arrays.asList(null, null))).isSameAs(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'template':{'name':'t'},'model':'m','x':1.50} | {'messages':[M],'model':'m','x':1.50}",
                "{ 'template' : {'name':'t'} , 'model':'m' } | {'messages':[M],  'model':'m' }",
                "{'model':'m','template':{'name':'t','variables':{'a':[{}]}},'x':1} | {'messages':[M],'model':'m','x':1}",
                "{'model':'m' , 'template':{'name':'t'}} | {'messages':[M],'model':'m' }",
                "{'model':'m','messages':[],'template':{'name':'t'}} | {'model':'m','messages':[M]}",
                "{'template':{'name':'t'},'messages':[{'role':'user','content':'x'}],'model':'m'} | {'messages':[M,{'role':'user','content':'x'}],'model':'m'}",
                "{'model':'m','messages':[ {'role':'user','content':'x'}],'template':{'name':'t'}} | {'model':'m','messages':[M, {'role':'user','content':'x'}]}",
            })
    void aFilledTemplateStandsBeforeTheMessagesAndItsMemberIsGone(String body, String filled) {
        String message = "{\"role\":\"system\",\"content\":\"M\"}";
        ChatRequest asked = ChatRequest.read(bytes(body.replace('\'', '"')));

        ChatRequest whole = asked.filled(message, Bounds.NONE);

        assertThat(asked.template().path("name").asText()).isEqualTo("t");
        assertThat(new String(whole.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(filled.replace('\'', '"').replace("[M", "[" + message));
        assertThat(whole.templateAt()).isNull();
        assertThat(whole.turns().getFirst().role()).isEqualTo("system");
    }

    @Test
    void whatIsCalledATemplateAndIsNoObjectPassesAsAnyOtherField() {
        ChatRequest asked = ChatRequest.read(bytes(
                "{\"model\":\"m\",\"template\":\"chatml\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));

        assertThat(asked.templateAt()).isNull();
        assertThatThrownBy(() -> ChatRequest.read(bytes("{\"model\":\"m\",\"template\":\"chatml\",\"messages\":[]}")))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void aMissingModelIsPutInWhereTheEndpointHasADefault() {
        PlainRequest asked = PlainRequest.read(bytes("{ \"input\":\"x\"}"), "omni-moderation-latest", Bounds.NONE);

        assertThat(asked.model()).isEqualTo("omni-moderation-latest");
        assertThat(asked.withModel("omni-moderation-latest").toString())
                .isEqualTo("{\"model\":\"omni-moderation-latest\", \"input\":\"x\"}");
        assertThatThrownBy(() -> PlainRequest.read(bytes("{}"), "d", Bounds.NONE))
                .isInstanceOf(ApiError.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                             | invalid_json",
                "' '                                                            | invalid_json",
                "nul                                                            | invalid_json",
                "{\"model\":\"m\"                                               | invalid_json",
                "{\"model\":\"m\\ud800\",\"messages\":[{\"role\":\"u\"}]}{}      | invalid_json",
                "{\"model\":null,\"messages\":[]}                               | invalid_type",
                "{\"model\":\" \",\"messages\":[]}                              | missing_field",
                "{\"model\":\"m\",\"messages\":[7]}                             | invalid_type",
                "{\"model\":\"m\",\"messages\":[{\"role\":7}]}                  | invalid_type",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]} | invalid_type",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[7]}]} | invalid_type",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]} | duplicate_field",
                "{\"model\":\"m\",\"n\":0,\"messages\":[{\"role\":\"user\"}]}    | invalid_value",
                "{\"model\":\"m\",\"n\":1.5,\"messages\":[{\"role\":\"user\"}]}  | invalid_type",
                "{\"model\":\"m\",\"max_tokens\":99999999999999999999,\"messages\":[{\"role\":\"user\"}]} | invalid_type",
                "{\"model\":\"m\",\"temperature\":\"hot\",\"messages\":[{\"role\":\"user\"}]} | invalid_type",
                "{\"model\":\"m\",\"tools\":{},\"messages\":[{\"role\":\"user\"}]} | invalid_type",
                "{\"model\":\"m\",\"stream_options\":1,\"messages\":[{\"role\":\"user\"}]} | invalid_type"
            })
    void whatCannotBeUnderstoodIsRefusedWithAReason(String body, String code) {
        assertThatThrownBy(() -> ChatRequest.read(bytes(body))).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.status()).isEqualTo(400);
        });
    }

    @Test
    void otherEncodingsAreRefused() {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        for (byte[] bytes : new byte[][] {
            body.getBytes(StandardCharsets.UTF_16LE),
            body.getBytes(StandardCharsets.UTF_16BE),
            body.getBytes(StandardCharsets.UTF_16),
            ("\ufeff" + body).getBytes(StandardCharsets.UTF_8),
            body.replace("x", "\u00e9").getBytes(StandardCharsets.ISO_8859_1)
        }) {
            assertThatThrownBy(() -> ChatRequest.read(bytes)
                            .text(ChatRequest.read(bytes).turns().getFirst()))
                    .isInstanceOf(Exception.class);
        }
    }

    private static String slice(byte[] body, Span at) {
        return new String(body, at.start(), at.end() - at.start(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
