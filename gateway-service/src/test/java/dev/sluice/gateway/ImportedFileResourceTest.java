package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.TestControlFile;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers and routes of the control file: followed while running, and just what {@code ./sluice import} writes. */
@QuarkusTest
class ImportedFileResourceTest extends GatewayTest {

    /** What local-stack's own tests compare the imports with. */
    private static final Path IMPORTED = Path.of("../local-stack/src/test/resources/import");

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    @AfterEach
    void restore() {
        controlFile.write(TestControlFile.CONTENT);
        var client = new Client(base(), TestControlFile.KEY);
        await().untilAsserted(() ->
                assertThat(client.chat("gpt-4o-mini", "hello").status()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({
        "litellm, gpt-4o, /stages/0/0/model, azure-my-endpoint-europe-berri-992/gpt-4o-eu",
        "litellm, fast, /stages/1, together/meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "litellm, gpt-4, /stages/1, anthropic/claude-sonnet-4-5",
        "portkey-loadbalance, portkey, /stages/0/1/weight, 0.3",
        "portkey-conditional, portkey, /branches/0/when/tags/0, user_plan=paid"
    })
    void anImportedFileIsTakenAsItIs(String file, String route, String at, String value) throws IOException {
        String imported = Files.readString(IMPORTED.resolve(file + ".control.yaml"));

        // No such variables are set where tests run.
        controlFile.write(imported.replaceAll("\\$\\{([A-Z0-9_]+)}", "\\${$1:a-key}"));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var known = chief().get("/admin/routes/" + route);
            assertThat(known.status()).isEqualTo(200);
            assertThat(known.json().path("source").asText()).isEqualTo("file");
            assertThat(known.json().at(at).asText()).isEqualTo(value);
        });
        assertThat(newTenant("imports").get("/v1/models").body()).contains("\"id\":\"" + route + "\"");
        assertThat(chief().get("/admin/providers").status()).isEqualTo(404);
    }

    @Test
    void aProviderOfTheFileIsAskedWithItsKeyAndFollowsTheFile() {
        var acme = newTenant("acme");
        controlFile.write("""
                providers:
                  mine:
                    baseUrl: %s
                    apiKey: ${SLUICE_NO_SUCH_VARIABLE:sk-of-the-file}
                    headers: {x-team: search}
                routes:
                  of-the-file: {stages: [mine/gpt-4o-mini], cache: "off"}
                """.formatted(upstream.openAiUrl()));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(acme.chat("of-the-file", "hello").status()).isEqualTo(200));
        var asked = upstream.lastRequest();
        assertThat(asked.header("authorization")).contains("Bearer sk-of-the-file");
        assertThat(asked.header("x-team")).contains("search");

        controlFile.write("""
                routes:
                  of-the-file: {stages: [mine/gpt-4o-mini, openai/gpt-4o], cache: "off"}
                """);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(acme.chat("of-the-file", "hello").header("x-sluice-deployment"))
                                .isEqualTo("openai/gpt-4o"));
        assertThat(acme.chat("mine/gpt-4o-mini", "hello").status()).isEqualTo(404);
    }
}
