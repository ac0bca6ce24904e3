package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.EventTopic;
import dev.sluice.gateway.testing.FakeSibling;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chat may name a template: it is filled before anything else, and told with its version. */
@QuarkusTest
class TemplateResourceTest extends GatewayTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RENDER = "/optimize/templates/brief/render";
    private static final String BODY =
            "{\"model\":\"gpt-4o-mini\",\"template\":{\"name\":\"brief\",\"variables\":{\"topic\":\"tides\"},\"product\":{\"region\":\"EU\"}},\"x\":1.50}";

    @Inject
    KafkaClients clients;

    private final String tenant = "templates-" + Long.toString(System.nanoTime(), 36);

    /** Fills every template with the version that is asked for, else the seventh; the fortieth is not there. */
    private void fillsTemplates() {
        siblings.optimizer.does((request, body) -> {
            JsonNode order = Json.read(body.getBytes());
            int version = order.path("version").asInt(7);
            String said = version == 40
                    ? "{\"code\":\"no_version\",\"detail\":\"'brief' has no version 40.\"}"
                    : "{\"name\":\"brief\",\"version\":%d,\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"v%d on %s\"}]}"
                            .formatted(
                                    version,
                                    version,
                                    order.at("/variables/topic").asText());
            request.response()
                    .setStatusCode(version == 40 ? 404 : 200)
                    .putHeader("content-type", "application/json")
                    .end(said);
        });
    }

    private Reply chat(Client who, String body, String... headers) {
        return who.post("/v1/chat/completions", body, headers);
    }

    @Test
    void theModelGetsTheFilledPromptAndEventAndHeaderTellWhichVersionItWas() {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);

        Reply reply = chat(acme, BODY, "x-sluice-session", "s1", "x-sluice-cache", "off");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-sluice-template")).isEqualTo("brief@7");
        assertThat(upstream.lastRequest().body().text())
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"v7 on tides\"}],\"model\":\"gpt-4o-mini\",\"x\":1.50}");
        FakeSibling.Asked asked = siblings.optimizer.asked(RENDER).getFirst();
        assertThat(asked.body())
                .isEqualTo("{\"variables\":{\"topic\":\"tides\"},\"product\":{\"region\":\"EU\"},\"unit\":\"s1\"}");
        assertThat(asked.headers().get("x-sluice-tenant")).isEqualTo(tenant);
        assertThat(EventTopic.of(acme.key(), 1).getFirst().at("/props/template").asText())
                .isEqualTo("brief@7");
    }

    @Test
    void theCallersOwnMessagesFollowAndAStreamIsFilledTheSame() {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);

        Reply reply = chat(
                acme,
                BODY.replace(
                                "\"x\":1.50",
                                "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"and now?\"}]")
                        .replace("\"name\":\"brief\"", "\"name\":\"brief\",\"version\":3"));

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.header("x-sluice-template")).isEqualTo("brief@3");
        assertThat(upstream.lastRequest().json().path("messages"))
                .extracting(message -> message.path("content").asText())
                .containsExactly("Be brief.", "v3 on tides", "and now?");
    }

    private static String messages(String model, String more) {
        return BODY.replace("gpt-4o-mini", model).replace("\"x\":1.50", "\"max_tokens\":64" + more);
    }

    @Test
    void anAnthropicClientGetsTheSystemBesideItsMessages() {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel("claude-filled", Script.say("High at noon."));

        Reply reply = acme.post("/v1/messages", messages("claude-filled", ",\"top_p\":0.50"), "x-sluice-session", "s1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-sluice-template")).isEqualTo("brief@7");
        assertThat(reply.json().at("/content/0/text").asText()).isEqualTo("High at noon.");
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().body().text())
                .isEqualTo(
                        "{\"model\":\"claude-filled\",\"max_tokens\":64,\"top_p\":0.50,\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"v7 on tides\"}]}");
        assertThat(siblings.optimizer.asked(RENDER).getFirst().body()).contains("\"unit\":\"s1\"");
        assertThat(EventTopic.of(acme.key(), 1).getFirst().at("/props/template").asText())
                .isEqualTo("brief@7");
    }

    @Test
    void itsOwnSystemAndMessagesFollowForAnotherProviderToo() {
        fillsTemplates();

        Reply reply = Client.of(base(), admin(), tenant)
                .post(
                        "/anthropic/v1/messages",
                        messages(
                                        "gpt-4o-mini",
                                        ",\"stream\":true,\"system\":[{\"type\":\"text\",\"text\":\"Be kind.\"}],\"messages\":[{\"role\":\"user\",\"content\":\"and now?\"}]")
                                .replace("\"name\":\"brief\"", "\"name\":\"brief\",\"version\":3"));

        assertThat(reply.header("x-sluice-template")).isEqualTo("brief@3");
        assertThat(reply.body()).contains("event: message_stop");
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/chat/completions");
        assertThat(upstream.lastRequest().json().path("messages"))
                .extracting(message -> message.path("content").asText())
                .containsExactly("Be brief.\n\nBe kind.", "v3 on tides", "and now?");
    }

    @Test
    void aResponseHasTheSystemAsInstructionsAndGoesOnFromTheFilledPrompt() {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel("claude-filled", Script.say("High at noon."));
        String asked = BODY.replace("gpt-4o-mini", "claude-filled");

        Reply first = acme.post("/v1/responses", asked.replace("\"x\":1.50", "\"input\":\"and now?\""));
        Reply next = acme.post(
                "/v1/responses",
                "{\"model\":\"claude-filled\",\"input\":\"why?\",\"previous_response_id\":\"%s\"}"
                        .formatted(first.json().path("id").asText()));

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("x-sluice-template")).isEqualTo("brief@7");
        assertThat(first.json().path("instructions").asText()).isEqualTo("Be brief.");
        assertThat(upstream.requests().getFirst().json().path("system").asText())
                .isEqualTo("Be brief.");
        assertThat(next.header("x-sluice-template")).isEmpty();
        assertThat(upstream.lastRequest().json().path("messages").toString())
                .containsSubsequence("v7 on tides", "and now?", "High at noon.", "why?")
                .doesNotContain("Be brief.");
    }

    @Test
    void aHostThatServesResponsesItselfGetsTheFilledPromptInItsOwnDialect() {
        fillsTemplates();
        upstream.onModel(
                "gpt-native",
                Script.raw(
                        "{\"id\":\"resp_theirs\",\"object\":\"response\",\"output\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":3}}"));

        Reply reply = Client.of(base(), admin(), tenant)
                .post(
                        "/v1/responses",
                        BODY.replace("gpt-4o-mini", "gpt-native")
                                .replace("\"x\"", "\"instructions\":\"Be kind.\",\"x\""));

        assertThat(reply.header("x-sluice-template")).isEqualTo("brief@7");
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/responses");
        assertThat(upstream.lastRequest().body().text())
                .isEqualTo(
                        "{\"model\":\"gpt-native\",\"instructions\":\"Be brief.\\n\\nBe kind.\",\"x\":1.50,\"input\":[{\"role\":\"user\",\"content\":\"v7 on tides\"}]}");
    }

    @Test
    void instructionsThatAreNoTextAreRefusedAndNotReplacedByTheTemplates() {
        fillsTemplates();

        Reply reply = Client.of(base(), admin(), tenant)
                .post("/v1/responses", BODY.replace("\"x\"", "\"instructions\":[\"Be kind.\"],\"x\""));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").asText()).isEqualTo("instructions");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, 400, invalid_variables, invalid_request_error",
        "/v1/messages, 404, no_template, not_found_error",
        "/v1/messages, 413, request_too_large, request_too_large",
        "/v1/responses, 400, invalid_variables, invalid_request_error",
        "/v1/responses, 404, no_template, invalid_request_error"
    })
    void eachDialectSaysWhatCannotBeFilledInItsOwnErrorBody(String path, int status, String code, String type) {
        siblings.optimizer.does((request, body) -> request.response()
                .setStatusCode(status)
                .end("{\"code\":\"%s\",\"detail\":\"'brief' cannot be filled: 'topic' is missing.\"}".formatted(code)));

        Reply reply = Client.of(base(), admin(), tenant).post(path, messages("gpt-4o-mini", ""));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/type").asText()).isEqualTo(type);
        assertThat(reply.json().at("/error/message").asText()).contains("'topic' is missing");
        if (path.equals("/v1/messages")) {
            assertThat(reply.json().path("type").asText()).isEqualTo("error");
        } else {
            assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/responses"})
    void inEachDialectNobodyIsAskedWhereTheTemplateMakesNoSenseOrNobodyFillsIt(String path) {
        Client acme = Client.of(base(), admin(), tenant);

        Reply wrong = acme.post(path, messages("gpt-4o-mini", "").replace("\"name\":\"brief\"", "\"name\":\"../x\""));
        siblings.optimizer.hangs();
        Reply away = acme.post(path, messages("gpt-4o-mini", ""));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/error/message").asText()).contains("template.name");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("retry-after")).isNotEmpty();
        assertThat(away.json().at("/error/message").asText()).contains("optimizer-service");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void forCountingATemplateIsRefusedWithTheWayToItsMessages() {
        Reply reply = Client.of(base(), admin(), tenant)
                .post("/v1/messages/count_tokens", BODY.replace("gpt-4o-mini", "claude-filled"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).contains("/optimize/templates/{name}/render");
        assertThat(siblings.optimizer.asked(RENDER)).isEmpty();
    }

    @Test
    void theSameFilledTemplateIsAnsweredFromTheCacheAndSaysWhichItWas() {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);

        chat(acme, BODY);
        Reply again = chat(acme, BODY);

        assertThat(again.header("x-cache")).isEqualTo("HIT");
        assertThat(again.header("x-sluice-template")).isEqualTo("brief@7");
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_variables", "404, no_template", "413, request_too_large", "503, templates_away"})
    void whatCannotBeFilledIsRefusedWithTheReasonAndNobodyIsAsked(int status, String code) {
        siblings.optimizer.does((request, body) -> request.response()
                .setStatusCode(status)
                .end("{\"code\":\"%s\",\"detail\":\"Version 7 of 'brief' cannot be filled: 'topic' is missing.\"}"
                        .formatted(code)));

        Reply reply = chat(Client.of(base(), admin(), tenant), BODY);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        if (status == 400) {
            assertThat(reply.json().at("/error/message").asText()).contains("'topic' is missing");
        }
        assertThat(reply.header("retry-after").isEmpty()).isEqualTo(status != 503);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void whenNobodyFillsItTheCallEndsWithA503AndOneWithoutTemplateGoesOn() {
        siblings.optimizer.hangs();
        Client acme = Client.of(base(), admin(), tenant);

        assertThat(chat(acme, BODY).status()).isEqualTo(503);
        assertThat(acme.chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | template.name",
                "{'name':'../x'} | template.name",
                "{'name':'brief','version':0} | template.version",
                "{'name':'brief','version':'2'} | template.version",
                "{'name':'brief','variables':[]} | template.variables",
                "{'name':'brief','product':'EU'} | template.product",
                "{'name':'brief','unit':7} | template.unit",
                "{'name':'brief','vars':{}} | template",
            })
    void whatMakesNoSenseIsToldByField(String template, String field) {
        Reply reply = chat(
                Client.of(base(), admin(), tenant),
                "{\"model\":\"gpt-4o-mini\",\"template\":%s}".formatted(template.replace('\'', '"')));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_template");
        assertThat(reply.json().at("/error/param").asText()).isEqualTo(field);
        assertThat(siblings.optimizer.asked(RENDER)).isEmpty();
    }

    /** Writes an experiment over versions as analytics-service does. Single quotes are doubled ones. */
    private void compare(String state, int other) throws Exception {
        String record = ("""
                {'tenant':'%s','name':'wording','unit':'conversation','traffic':1.0,
                 'variants':[{'name':'old','weight':1,'template':{'name':'brief','version':1}},
                             {'name':'new','weight':1,'template':{'name':'brief','version':%d}}],
                 'metric':'cost_per_call','guardrails':[],'method':{'kind':'always_valid','units':5000,'alpha':0.05},'state':'%s',
                 'definedAt':'2026-11-20T12:00:00Z','startedAt':'2026-11-20T12:00:01Z','history':[],'rollBackTo':'control'}""").formatted(tenant, other, state).replace('\'', '"');
        try (var producer = clients.producer("test", Map.of())) {
            producer.send(new ProducerRecord<>(
                            Topics.CONTROL,
                            "experiment/" + tenant + "/wording",
                            record.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private Reply ask(Client who, String session) {
        return chat(who, BODY, "x-sluice-session", session, "x-sluice-cache", "off");
    }

    @Test
    void versionsAreComparedByAnExperimentAndTheWorseOneIsGoneOnceItIsRolledBack() throws Exception {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);
        compare("running", 2);
        await().atMost(SOON)
                .until(() -> !ask(acme, "probe").header("x-sluice-experiment").isEmpty());

        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            Reply reply = ask(acme, "s" + i % 15);
            String version = reply.header("x-sluice-template");
            assertThat(List.of("old brief@1", "new brief@2"))
                    .contains(reply.header("x-sluice-experiment").replace("wording;variant=", "") + " " + version);
            String before = seen.putIfAbsent("s" + i % 15, version);
            assertThat(before == null || before.equals(version)).isTrue();
        }
        assertThat(seen.values()).contains("brief@1", "brief@2");
        assertThat(EventTopic.of(acme.key(), 30))
                .filteredOn(event -> event.at("/origin/sessionId").asText().startsWith("s"))
                .allSatisfy(event -> assertThat(event.at("/props/template").asText())
                        .isEqualTo(event.at("/props/exp.wording").asText().equals("new") ? "brief@2" : "brief@1"));
        // The other dialects are drawn for as well, and a session keeps its version in them.
        for (String path : List.of("/v1/messages", "/v1/responses")) {
            Reply other = acme.post(path, messages("gpt-4o-mini", ""), "x-sluice-session", "s1");
            assertThat(other.header("x-sluice-template")).isEqualTo(seen.get("s1"));
            assertThat(other.header("x-sluice-experiment")).startsWith("wording;variant=");
        }
        // A version of one's own, another template or none: not compared.
        assertThat(chat(
                                acme,
                                BODY.replace("\"name\":\"brief\"", "\"name\":\"brief\",\"version\":2"),
                                "x-sluice-session",
                                "s1")
                        .header("x-sluice-experiment"))
                .isEmpty();
        assertThat(acme.chat("gpt-4o-mini", "hello", "x-sluice-session", "s1").header("x-sluice-experiment"))
                .isEmpty();

        compare("rolled_back", 2);
        await().atMost(SOON)
                .until(() -> ask(acme, "probe").header("x-sluice-experiment").endsWith(";rolled-back"));
        for (String session : seen.keySet()) {
            assertThat(ask(acme, session).header("x-sluice-template")).isEqualTo("brief@1");
        }
    }

    @Test
    void aComparedVersionThatIsNotThereHarmsNobody() throws Exception {
        fillsTemplates();
        Client acme = Client.of(base(), admin(), tenant);
        compare("running", 40);
        await().atMost(SOON)
                .until(() -> ask(acme, "probe").header("x-sluice-experiment").length()
                                + ask(acme, "probe").header("x-sluice-degraded").length()
                        > 0);

        for (int i = 0; i < 20; i++) {
            Reply reply = ask(acme, "s" + i);
            assertThat(reply.status()).isEqualTo(200);
            boolean lost = reply.header("x-sluice-degraded").contains("experiment");
            assertThat(reply.header("x-sluice-template")).isEqualTo(lost ? "brief@7" : "brief@1");
            assertThat(reply.header("x-sluice-experiment")).isEqualTo(lost ? "" : "wording;variant=old");
        }
    }
}
