package dev.sluice.optimizer.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which models' tokens we count, which we estimate, and of which nobody knows. */
class TokenizerTest {

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o-mini, O200K_BASE",
        "gpt-4.1, O200K_BASE",
        "gpt-5-nano, O200K_BASE",
        "o3, O200K_BASE",
        "o1-mini, O200K_BASE",
        "groq/openai/gpt-oss-120b, O200K_BASE",
        "azure/GPT-4o, O200K_BASE",
        "gpt-4, CL100K_BASE",
        "gpt-4-turbo, CL100K_BASE",
        "openai/gpt-3.5-turbo, CL100K_BASE",
        "azure/gpt-35-turbo, CL100K_BASE",
        "anthropic/claude-sonnet-4-5, CLAUDE",
        "bedrock/anthropic.claude-3-haiku, CLAUDE",
        "meta-llama/Llama-3.1-8B-Instruct, LLAMA3",
        "ollama/llama3, LLAMA3",
        "meta-llama/Llama-4-Scout, UNKNOWN",
        "mistral/open-mistral-7b, MISTRAL",
        "mistral/mistral-large-latest, UNKNOWN",
        "gemini-2.5-pro, UNKNOWN",
        "local/extractive, UNKNOWN",
        "o3000, UNKNOWN",
    })
    void aModelsNameTellsItsTokenizer(String model, Tokenizer tokenizer) {
        assertThat(Tokenizer.of(model)).isEqualTo(tokenizer);
    }

    @Test
    void withoutAModelItIsThatOfOpenAisNewerOnes() {
        assertThat(Tokenizer.of(null)).isEqualTo(Tokenizer.O200K_BASE);
    }

    @Test
    void olderModelsAreCountedAgainAndOthersEstimated() {
        String text = "Γειά σου, how many tokens are these? 12345";
        int own = new Tokens().count(text);

        assertThat(Tokenizer.CL100K_BASE.tokens(own, () -> List.of(text, text)))
                .isEqualTo(2
                        * Encodings.newDefaultEncodingRegistry()
                                .getEncoding(EncodingType.CL100K_BASE)
                                .countTokensOrdinary(text))
                .isNotEqualTo(2 * own);
        assertThat(Tokenizer.CLAUDE.tokens(100, () -> List.of(text))).isEqualTo(104);
        assertThat(Tokenizer.UNKNOWN.tokens(100, () -> List.of(text))).isEqualTo(100);
        assertThat(Tokenizer.UNKNOWN.errorMedian()).isNull();
        assertThat(Tokenizer.CL100K_BASE.errorMedian()).isZero();
    }
}
