package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.sluice.testkit.Script;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The official OpenAI Java SDK against the running suite. */
class OpenAiSdkIT {

    private final Client acme = House.newTenant("sdk");
    private final OpenAIClient client = client(acme.key());

    @Test
    void chatWithTheBuiltInModel() {
        var completion =
                client.chat().completions().create(chat("local", TasksIT.TEXT + " Question: who built sluices?"));

        assertThat(completion.choices().getFirst().message().content().orElseThrow())
                .contains("millers");
        assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void chatStreamed() {
        House.upstream().onModel("gpt-sdk", Script.say("one two three"));

        try (var stream = client.chat().completions().createStreaming(chat("gpt-sdk", "count"))) {
            String text = stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());

            assertThat(text).isEqualTo("one two three");
        }
    }

    @Test
    void embeddingsOfTheBuiltInModel() {
        var reply = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("local")
                        .input("a gate in the river")
                        .build());

        assertThat(reply.data().getFirst().embedding()).hasSize(384);
    }

    @Test
    void modelsAreListed() {
        assertThat(client.models().list().data()).anyMatch(model -> model.id().equals("local"));
        assertThat(client.models().retrieve("local").id()).isEqualTo("local");
    }

    @Test
    void errorsBecomeTheSdksOwnClasses() {
        House.upstream().onModel("gpt-sdk-429", Script.error(429));
        House.upstream().onModel("gpt-sdk-500", Script.error(500));
        var completions = client.chat().completions();

        assertThatThrownBy(() -> client("sk-sl-aaaaaaaa-wrong").models().list())
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> completions.create(chat("no-such-model", "x"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> completions.create(ChatCompletionCreateParams.builder()
                        .model("local")
                        .messages(java.util.List.of())
                        .build()))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> completions.create(chat("gpt-sdk-429", "x"))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> completions.create(chat("gpt-sdk-500", "x")))
                .isInstanceOf(InternalServerException.class);
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(House.stack().baseUrl() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams chat(String model, String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .build();
    }
}
