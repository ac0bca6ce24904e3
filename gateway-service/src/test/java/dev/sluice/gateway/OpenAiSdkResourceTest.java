package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Goldens;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official OpenAI Java SDK against the gateway: to its own hosts, and translated. */
@QuarkusTest
class OpenAiSdkResourceTest extends GatewayTest {

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(base() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private OpenAIClient client() {
        return client(newTenant("sdk").key());
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Say something");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-sdk", "claude-sdk-o"})
    void aChat(String model) {
        upstream.onModel(model, Script.say("one two three"));

        var completion = client().chat().completions().create(chat(model).build());

        assertThat(completion.choices().getFirst().message().content()).hasValue("one two three");
        assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-sdk", "claude-sdk-o"})
    void aStreamWithItsUsage(String model) {
        upstream.onModel(model, Script.say("one two three"));
        var whole = ChatCompletionAccumulator.create();
        var asked = chat(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        try (var stream = client().chat().completions().createStreaming(asked)) {
            stream.stream().forEach(whole::accumulate);
        }

        var completion = whole.chatCompletion();
        assertThat(completion.choices().getFirst().message().content()).hasValue("one two three");
        assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void toolsStreamed() {
        upstream.onModel("gpt-sdk-tools", Script.raw(Goldens.text("messages/stream-tools.chat.txt")));
        var whole = ChatCompletionAccumulator.create();

        try (var stream = client().chat()
                .completions()
                .createStreaming(chat("gpt-sdk-tools").build())) {
            stream.stream().forEach(whole::accumulate);
        }

        var calls = whole.chatCompletion()
                .choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow();
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().asFunction().function().arguments()).isEqualTo("{\"place\":\"Oslo\"}");
    }

    @Test
    void aResponseOfAHostThatDoesNotServeThem() {
        upstream.onModel("claude-sdk-r", Script.say("one two three"));
        var openAi = client();
        var asked = ResponseCreateParams.builder()
                .model("claude-sdk-r")
                .input("Say something")
                .build();

        var first = openAi.responses().create(asked);
        var next = openAi.responses()
                .create(asked.toBuilder().previousResponseId(first.id()).build());

        assertThat(first.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(first.output()
                        .getFirst()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo("one two three");
        assertThat(first.usage().orElseThrow().outputTokens()).isPositive();
        assertThat(next.previousResponseId()).hasValue(first.id());
        assertThat(openAi.responses().retrieve(first.id()).id()).isEqualTo(first.id());
    }

    @Test
    void aResponseStreamed() {
        upstream.onModel("claude-sdk-rs", Script.say("one two three"));
        var whole = ResponseAccumulator.create();
        var asked = ResponseCreateParams.builder()
                .model("claude-sdk-rs")
                .input("Say something")
                .build();

        try (var stream = client().responses().createStreaming(asked)) {
            stream.stream().forEach(whole::accumulate);
        }

        assertThat(whole.response().status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(whole.response().validate().output()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-sdk-e1", "claude-sdk-e1"})
    void errorsAreTheSdksOwn(String model) {
        upstream.onModel(model, Script.error(429, "Slow down"));

        assertThatThrownBy(
                        () -> client().chat().completions().create(chat(model).build()))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Slow down");
        assertThatThrownBy(() -> client().chat()
                        .completions()
                        .create(chat("no-such-model").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client("sk-sl-wrong-wrong")
                        .chat()
                        .completions()
                        .create(chat(model).build()))
                .isInstanceOf(UnauthorizedException.class);
    }
}
