package dev.sluice.local.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What comes out of the configurations of other gateways. The control files here are loaded by the gateway's own tests
 * too. Run with {@code -Dsluice.golden.write=true} to write them anew, and read the difference.
 */
class ImportTest {

    private static final Path FOLDER = Path.of("src/test/resources/import");

    @TempDir
    Path tmp;

    @ParameterizedTest
    @CsvSource({"litellm.yaml", "portkey-loadbalance.json", "portkey-conditional.json"})
    void aControlFileIsWhatItWas(String name) throws Exception {
        String yaml = imported(name).yaml(name);
        Path golden = FOLDER.resolve(name.replaceAll("\\..*$", ".control.yaml"));
        if (Boolean.getBoolean("sluice.golden.write")) {
            Files.writeString(golden, yaml);
        }

        assertThat(yaml).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @CsvSource({"litellm.yaml", "portkey-loadbalance.json", "portkey-conditional.json"})
    void noSecretIsCopied(String name) throws Exception {
        Imported imported = imported(name);

        assertThat(imported.yaml(name) + imported.notes())
                .doesNotContain("plain_text", "plain-secret", "sk-1234", "password", "pk-lf");
    }

    @Test
    void groupsAreWeightedAndFallBack() throws Exception {
        Imported imported = imported("litellm.yaml");

        assertThat(imported.routes().get("gpt-4o").get("stages"))
                .isEqualTo(List.of(
                        List.of(
                                Map.of("model", "azure-my-endpoint-europe-berri-992/gpt-4o-eu", "weight", 6L),
                                Map.of("model", "azure-my-endpoint-canada-berri992/gpt-4o-ca", "weight", 18L)),
                        "anthropic/claude-sonnet-4-5"));
        assertThat(imported.routes().get("gpt-4")).isEqualTo(imported.routes().get("gpt-4o"));
        assertThat(imported.routes().get("fast").get("stages"))
                .isEqualTo(List.of("groq/llama-3.3-70b-versatile", "together/meta-llama/Llama-3.3-70B-Instruct-Turbo"));
        assertThat(imported.routes().get("gpt-4o-mini"))
                .containsEntry("timeouts", Map.of("firstToken", "12500ms", "total", "300s"))
                .containsEntry("cache", Map.of("mode", "exact", "ttl", "3600s"));
        assertThat(imported.providers().get("ollama")).containsEntry("baseUrl", "http://localhost:11434/v1");
        assertThat(imported.providers().get("openai"))
                .containsEntry("apiKey", "${OPENAI_API_KEY}")
                .containsEntry("headers", Map.of("OpenAI-Organization", "${OPENAI_ORG}"));
        assertThat(imported.providers().get("azure-my-endpoint-canada-berri992"))
                .containsEntry("baseUrl", "https://my-endpoint-canada-berri992.openai.azure.com/openai/v1")
                .containsEntry("headers", Map.of("api-key", "${AZURE_API_KEY_CA}"));
    }

    @Test
    void whatIsNotTranslatedIsTold() throws Exception {
        assertThat(String.join("\n", imported("litellm.yaml").notes()))
                .contains(
                        "bedrock",
                        "no-such-group",
                        "GROQ_API_KEY",
                        "max_tokens",
                        "rpm",
                        "api_version",
                        "model_info",
                        "drop_params",
                        "num_retries",
                        "success_callback",
                        "allowed_fails",
                        "latency-based-routing",
                        "groq/*",
                        "general_settings.master_key",
                        "general_settings.database_url",
                        "environment_variables");
        assertThat(String.join("\n", imported("portkey-loadbalance.json").notes()))
                .contains(
                        "retry",
                        "on_status_codes",
                        "bedrock",
                        "mistral-team",
                        "--model",
                        "temperature",
                        "openai-prod-1a2b");
        assertThat(String.join("\n", imported("portkey-conditional.json").notes()))
                .contains("params.temperature", "x-sluice-tags");
    }

    @Test
    void aTreeOfStrategiesIsARoute() throws Exception {
        Imported imported = imported("portkey-loadbalance.json");

        assertThat(imported.routes().get("portkey").get("stages"))
                .isEqualTo(List.of(
                        List.of(
                                Map.of("model", "openai-prod-1a2b/gpt-4o", "weight", 0.7),
                                Map.of("model", "azure-acme/gpt-4o", "weight", 0.3)),
                        "anthropic/claude-sonnet-4-5"));
        assertThat(imported.routes().get("portkey"))
                .containsEntry("cache", Map.of("mode", "semantic", "ttl", "10000s"))
                .containsEntry("timeouts", Map.of("total", "30s"));
    }

    @Test
    void conditionsAreBranchesOnTags() throws Exception {
        Map<String, Object> route =
                imported("portkey-conditional.json").routes().get("portkey");

        assertThat(route.get("branches"))
                .isEqualTo(List.of(
                        branch("openai/gpt-4o", "user_plan=paid"),
                        branch("mistral/mistral-large-latest", "region=eu", "user_plan=free"),
                        branch("mistral/mistral-large-latest", "region=uk", "user_plan=free")));
        assertThat(route.get("stages")).isEqualTo(List.of("openai/gpt-4o-mini"));
    }

    private static Map<String, Object> branch(String model, String... tags) {
        return Map.of("when", Map.of("tags", List.of(tags)), "stages", List.of(model));
    }

    @Test
    void aTargetWithoutAModelTakesTheOneThatIsNamed() {
        Imported imported = Portkey.read(Map.of("provider", "openai", "api_key", "sk-x"), "mine", "gpt-4o-mini");

        assertThat(imported.routes().get("mine").get("stages")).isEqualTo(List.of("openai/gpt-4o-mini"));
        assertThat(imported.providers().get("openai")).containsEntry("apiKey", "${OPENAI_API_KEY}");
    }

    @Test
    void emptyAndOddFilesEndWithAWord() throws IOException {
        assertThat(LiteLlm.read(Map.of()).notes()).isNotEmpty();
        assertThat(LiteLlm.read(Map.of("model_list", "x", "router_settings", List.of()))
                        .routes())
                .isEmpty();
        assertThat(Portkey.read(Map.of("targets", List.of(7)), "p", "").routes())
                .isEmpty();
        Path broken = Files.writeString(tmp.resolve("broken.yaml"), "a: [");
        Path list = Files.writeString(tmp.resolve("list.yaml"), "- 1");

        for (Path file : List.of(broken, list, tmp.resolve("missing.yaml"))) {
            assertThatThrownBy(() -> Import.parse(file))
                    .isInstanceOf(Import.Trouble.class)
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    private static Imported imported(String name) throws Import.Trouble {
        Map<String, Object> file = Import.parse(FOLDER.resolve(name));
        return name.startsWith("litellm") ? LiteLlm.read(file) : Portkey.read(file, "portkey", "");
    }
}
