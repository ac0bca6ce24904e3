package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Goldens;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Anthropic Java SDK against the gateway: to Anthropic, and translated. */
@QuarkusTest
class AnthropicSdkResourceTest extends GatewayTest {

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(base())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private AnthropicClient client() {
        return client(newTenant("sdk").key());
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(64).addUserMessage("Say something");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-sdk", "gpt-sdk-a"})
    void aMessage(String model) {
        upstream.onModel(model, Script.say("one two three"));

        var message =
                client().messages().create(asking(model).system("Be brief").build());

        assertThat(message.content().getFirst().asText().text()).isEqualTo("one two three");
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isPositive();
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-sdk", "gpt-sdk-a"})
    void aStream(String model) {
        upstream.onModel(model, Script.say("one two three"));
        var whole = MessageAccumulator.create();

        try (var stream = client().messages().createStreaming(asking(model).build())) {
            stream.stream().forEach(whole::accumulate);
        }

        assertThat(whole.message().content().getFirst().asText().text()).isEqualTo("one two three");
        assertThat(whole.message().stopReason()).hasValue(StopReason.END_TURN);
        assertThat(whole.message().usage().outputTokens()).isPositive();
    }

    @Test
    void toolsThroughAnotherHost() {
        upstream.onModel("gpt-sdk-tools", Script.raw(Goldens.text("messages/reply-tools.chat.json")));
        var tool = Tool.builder()
                .name("get_weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(JsonValue.from(Map.of("place", Map.of("type", "string"))))
                        .build())
                .build();

        var message =
                client().messages().create(asking("gpt-sdk-tools").addTool(tool).build());

        var use = message.content().getFirst().asToolUse();
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat(use._input().convert(Map.class)).containsEntry("place", "Oslo");
        assertThat(message.stopReason()).hasValue(StopReason.TOOL_USE);
        assertThat(upstream.lastRequest().json().at("/tools/0/function/name").asText())
                .isEqualTo("get_weather");
    }

    @Test
    void toolsStreamedThroughAnotherHost() {
        upstream.onModel("gpt-sdk-tool-stream", Script.raw(Goldens.text("messages/stream-tools.chat.txt")));
        var whole = MessageAccumulator.create();

        try (var stream = client().messages()
                .createStreaming(asking("gpt-sdk-tool-stream").build())) {
            stream.stream().forEach(whole::accumulate);
        }

        var content = whole.message().content();
        assertThat(content).hasSize(3);
        assertThat(content.get(1).asToolUse()._input().convert(Map.class)).containsEntry("place", "Oslo");
        assertThat(whole.message().stopReason()).hasValue(StopReason.TOOL_USE);
    }

    @Test
    void tokensAreCounted() {
        var counted = client().messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("gpt-4o-mini")
                        .addUserMessage("How many?")
                        .build());

        assertThat(counted.inputTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-sdk-e", "gpt-sdk-e"})
    void errorsAreTheSdksOwn(String model) {
        var asked = asking(model).build();
        var bad = asking(model + "-bad").build();
        upstream.onModel(model, Script.error(429, "Slow down"));
        assertThatThrownBy(() -> client().messages().create(asked))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Slow down");
        upstream.onModel(model + "-bad", Script.error(400, "No"));
        assertThatThrownBy(() -> client().messages().create(bad)).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(
                        () -> client().messages().create(asking("no-such-model").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-model");
        assertThatThrownBy(() -> client("sk-sl-wrong-wrong").messages().create(asked))
                .isInstanceOf(UnauthorizedException.class);
    }
}
