package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.Received;
import dev.sluice.testkit.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Templates and typed documents, as an application meets them at the gateway. */
class TemplateIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BRIEF = """
            {"messages": [{"role": "system", "content": "Write for {{product.region}}, in a {{tone}} tone."},
                          {"role": "user", "content": "A brief on {{topic}}."}],
             "variables": [{"name": "topic", "type": "string", "max": 40},
                           {"name": "tone", "type": "enum", "values": ["formal", "warm"], "default": "warm"}]}""";
    private static final String BASIS = "{\"currency\":\"EUR\",\"units\":1000,\"assumptions\":[\"one shift\"]}";

    private static String filling(String template) {
        return "{\"model\":\"gpt-template\",\"template\":{\"name\":\"brief\"," + template + "}}";
    }

    @Test
    void anApplicationNamesATemplateTheModelGetsThePromptAndItsVersionIsToldToTheLedger() {
        Client acme = House.newTenant("templates");
        // Right after the start the templates are still being read.
        await().atMost(SOON)
                .until(() -> acme.post("/optimize/templates/brief", BRIEF).status() == 201);
        String ask = filling("\"variables\":{\"topic\":\"tides\"},\"product\":{\"region\":\"EU\"}");

        var first = acme.post("/v1/chat/completions", ask, "x-sluice-cache", "off");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("x-sluice-template")).isEqualTo("brief@1");
        assertThat(lastPrompt())
                .extracting(message -> message.path("content").asText())
                .containsExactly("Write for EU, in a warm tone.", "A brief on tides.");

        acme.post("/optimize/templates/brief", BRIEF.replace("A brief on", "Three lines on"));
        var second = acme.post("/v1/chat/completions", ask, "x-sluice-cache", "off");
        assertThat(second.header("x-sluice-template")).isEqualTo("brief@2");
        assertThat(lastPrompt().path(1).path("content").asText()).isEqualTo("Three lines on tides.");

        var wrong = acme.post("/v1/chat/completions", filling("\"variables\":{\"tone\":\"rude\"}"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/error/message").asText()).contains("'topic' is missing", "'tone' must be one of");
        assertThat(House.newTenant("stranger").post("/v1/chat/completions", ask).status())
                .isEqualTo(404);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                acme.get("/analytics/costs?by=template").json().path("rows"))
                        .extracting(row -> row.path("name").asText() + " "
                                + row.path("requests").asInt())
                        .contains("brief@1 1", "brief@2 1"));
    }

    /** What the model was asked last. */
    private static JsonNode lastPrompt() {
        Received last = House.upstream().requests().stream()
                .filter(asked -> asked.json().path("model").asText().equals("gpt-template"))
                .reduce((before, after) -> after)
                .orElseThrow();
        return last.json().path("messages");
    }

    @Test
    void aDocumentComesSectionBySectionAndWhatDoesNotFitIsToldInsteadOfShown() {
        House.upstream().onModel("gpt-writer", Script.say(BASIS));

        var written = House.newTenant("documents")
                .post(
                        "/optimize/documents/costing",
                        "{\"brief\":{\"type\":\"cosmetic\",\"region\":\"EU\"},\"model\":\"gpt-writer\",\"sections\":[\"basis\",\"costs\"]}");

        assertThat(written.status()).as(written.body()).isEqualTo(200);
        assertThat(written.header("content-type")).startsWith("text/event-stream");
        assertThat(written.body()
                        .lines()
                        .filter(line -> line.startsWith("event:"))
                        .map(line -> line.substring(6).strip()))
                .containsExactly("start", "progress", "section", "progress", "error", "done");
        assertThat(written.events().get(2).at("/content/currency").asText()).isEqualTo("EUR");
        assertThat(written.events().get(4).path("code").asText()).isEqualTo("section_misshapen");
        assertThat(written.events().get(5).path("complete").asBoolean()).isFalse();
    }
}
