package dev.sluice.optimizer.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /optimize} over HTTP, as the gateway calls it. */
@QuarkusTest
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
class PromptResourceTest {

    private static final String POLITE = "Hello there! I would appreciate it if you could explain how a cache works,"
            + " in order to help me understand eviction. Thank you very much in advance!";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, o200k_base, true, 12, 0.0",
                "openai/gpt-4o, o200k_base, true, 12, 0.0",
                "openai/gpt-4, cl100k_base, true, 13, 0.0",
                "anthropic/claude-sonnet-4-5, claude, false, 12, 0.132",
                "mistral/open-mistral-7b, mistral, false, 14, 0.136",
                "gemini/gemini-2.5-pro, unknown, false, 12, -",
            })
    void theTokensOfTheModelThatIsAskedAreToldAndHowSureThatIs(
            String model, String tokenizer, boolean exact, int after, Float error) {
        ask(model == null ? Map.of("text", POLITE) : Map.of("text", POLITE, "model", model))
                .statusCode(200)
                .body("tokensAfter", equalTo(12))
                .body("counts.tokenizer", equalTo(tokenizer))
                .body("counts.exact", is(exact))
                .body("counts.before", greaterThan(20))
                .body("counts.after", equalTo(after))
                .body("counts.error95", error == null ? nullValue() : equalTo(error));
    }

    @Test
    void aPoliteTextComesBackShorterWithAnAccountOfIt() {
        ask(Map.of("text", POLITE))
                .statusCode(200)
                .body("text", equalTo("Explain how a cache works, to help me understand eviction."))
                .body("changed", is(true))
                .body("tokensBefore", greaterThan(20))
                .body("tokensAfter", equalTo(12))
                .body("techniques.name", hasItem("politeness"))
                .body("techniques.lossless", not(hasItem(false)))
                .body("confidence", equalTo(1.0f))
                .body("messages", nullValue());
    }

    @Test
    void theAnswerTellsEachChangeItsSharesItsFidelityAndWhetherItCanBeHadBack() {
        ask(Map.of("text", "Read it in order to learn. It is  new."))
                .body("text", equalTo("Read it to learn. It is new."))
                .body("diff.removed", equalTo(List.of("in order ", "  ")))
                .body("diff.added", equalTo(List.of("", " ")))
                .body("diff[0].at", is(8))
                .body("level", equalTo("light"))
                .body("reversible", is(false))
                .body("fidelity", greaterThan(0.5f))
                .body("techniques.share", not(hasItem(nullValue())));
        ask(Map.of("text", "Read it to learn. It is  new."))
                .body("reversible", is(true))
                .body("fidelity", is(1.0f));
        ask(Map.of("text", "Read it in order to learn. It is  new.", "diff", false))
                .body("diff", nullValue());
    }

    @Test
    void prettyJsonIsDataAndLosesItsLayout() {
        String rows = IntStream.range(0, 8)
                .mapToObj(row -> "  {\n    \"id\": %d,\n    \"name\": \"name  %d\"\n  }".formatted(row, row))
                .collect(Collectors.joining(",\n", "[\n", "\n]"));

        ask(Map.of("text", "Which name is last?\n" + rows))
                .body(
                        "text",
                        equalTo("Which name is last?\n"
                                + rows.replaceAll("\\n *", "").replace("\": ", "\":")))
                .body("techniques.name", equalTo(List.of("json-minify")))
                .body("reversible", is(true));
    }

    @Test
    void whatATaskLeftOutOfAConversationCanBeHadBackByItsTenantOnly() {
        String rows = "row of data; ".repeat(200).strip();
        String line = ask("{\"targetTokens\":120,\"messages\":[{\"role\":\"user\",\"content\":\"How many?\"},"
                        + "{\"role\":\"tool\",\"content\":\"" + rows + "\"},"
                        + "{\"role\":\"user\",\"content\":\"Which is last?\"}]}")
                .statusCode(200)
                .extract()
                .path("messages[1].content");
        String id = line.substring(line.lastIndexOf('/') + 1, line.length() - 1);

        caller().get("/optimize/originals/" + id).then().statusCode(200).body("text", equalTo(rows));
        caller("other").get("/optimize/originals/" + id).then().statusCode(404);
    }

    @Test
    void levelAutoChoosesALevelAndMeasuresIt() {
        String tenant = "t-" + UUID.randomUUID();

        caller(tenant)
                .body(Map.of("text", POLITE, "level", "auto", "model", "openai/gpt-4o"))
                .post("/optimize/prompt")
                .then()
                .statusCode(200)
                .body("level", equalTo("light"))
                .body("changed", is(true));
    }

    @Test
    void instructionsAreOrderedForThePromptCacheWhenThatIsWanted() {
        String system = "Current date: 2026-11-30\n\n"
                + IntStream.range(0, 200)
                        .mapToObj(i -> "Answer question " + i + " in full sentences.")
                        .collect(Collectors.joining(" "));
        var messages =
                List.of(Map.of("role", "system", "content", system), Map.of("role", "user", "content", "Hi there"));

        ask(Map.of("messages", messages, "promptCache", true))
                .body("changed", is(true))
                .body("messages[0].content", containsString("sentences.\n\nCurrent date: 2026-11-30"))
                .body("techniques.name", hasItem("prompt-cache-order"));
        ask(Map.of("messages", messages)).body("messages[0].content", equalTo(system));
    }

    @Test
    void codeFencesThatNobodyClosesAndMixedScriptsAreServed() {
        ask(Map.of("text", "Please explain:\n```\nx  =  1\nplease  keep"))
                .statusCode(200)
                .body("text", containsString("x  =  1\nplease  keep"));
        ask(Map.of("text", "请  解释一下，please。 Это  важно. مرحبا  بالعالم"))
                .statusCode(200)
                .body("text", containsString("请"))
                .body("text", containsString("مرحبا"));
    }

    @Test
    void aConversationKeepsItsRolesAndItsOrder() {
        ask("{\"messages\":[{\"role\":\"system\",\"content\":\"You should answer in order to help.\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Please ask.\"},"
                        + "{\"role\":\"user\",\"content\":\"Could you please explain tides?\"}]}")
                .statusCode(200)
                .body("messages.role", equalTo(List.of("system", "assistant", "user")))
                .body("messages[0].content", equalTo("Answer to help."))
                .body("messages[1].content", equalTo("Please ask."))
                .body("messages[2].content", equalTo("Explain tides?"))
                .body("text", nullValue());
    }

    @Test
    void aPromptWithNothingToGainPassesThroughUnchanged() {
        ask(Map.of("text", "List three rivers."))
                .statusCode(200)
                .body("text", equalTo("List three rivers."))
                .body("changed", is(false))
                .body("techniques.size()", is(0));
    }

    @Test
    void codeJsonUrlsAndNumbersComeBackByteForByte() {
        String data =
                "```py\nx  =  1 # please\n```\n{\"a\":  \"please\",\n \"b\": 2.50}\nhttps://a.example/x?please=1\n3,5 kg";

        ask(Map.of("text", "Please explain this:\n" + data))
                .statusCode(200)
                .body("text", equalTo("Explain this:\n" + data));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"text\":                                          | invalid_json      | not valid JSON",
                "[]                                                  | invalid_field     | expected shape",
                "{}                                                  | text_or_messages  | Neither",
                "{\"text\":\"a\",\"messages\":[]}                    | text_or_messages  | Both",
                "{\"messages\":[]}                                   | no_messages       | at least one",
                "{\"messages\":[{\"role\":\"user\"}]}                | invalid_message   | messages.0",
                "{\"messages\":[null]}                               | invalid_message   | messages.0",
                "{\"text\":\"a\",\"level\":\"extreme\"}              | invalid_field     | level",
                "{\"text\":\"a\",\"targetTokens\":0}                 | invalid_target    | at least 1",
                "{\"text\":\"a\",\"targetTokens\":-5}                | invalid_target    | at least 1",
                "{\"text\":\"a\",\"targetTokens\":\"many\"}          | invalid_field     | targetTokens",
                "{\"text\":\"a\",\"model\":\"\"}                      | invalid_model     | 1 to 256",
                "{\"text\":\"a\",\"unit\":\" \"}                      | invalid_unit      | 1 to 256",
                "{\"text\":\"a\",\"targetToken\":5}                  | invalid_field     | Unknown field 'targetToken'",
            })
    void badInputGetsAProblemThatSaysWhatIsWrong(String body, String code, String says) {
        ask(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("type", equalTo("urn:sluice:" + code))
                .body("detail", containsString(says))
                .body("requestId", not(nullValue()));
    }

    @Test
    void anUnknownLevelIsToldTheKnownOnes() {
        ask("{\"text\":\"a\",\"level\":\"extreme\"}").body("detail", containsString("light"));
    }

    @Test
    void anEmptyBodyIsRefusedInWords() {
        caller().post("/optimize/prompt").then().statusCode(400).body("code", equalTo("empty_body"));
    }

    @Test
    void aPromptOverTheBoundIsTooLargeAndOneAtTheBoundIsNot() {
        String atTheBound = "word ".repeat(2 * 1024 * 1024 / 5) + "wo";

        assertThat(atTheBound).hasSize(2 * 1024 * 1024);
        ask(Map.of("text", atTheBound)).statusCode(200);
        ask(Map.of("text", atTheBound + "x")).statusCode(413).body("code", equalTo("prompt_too_large"));
    }

    @Test
    void withoutTheSecretNobodyGetsIn() {
        given().contentType("application/json")
                .header("x-sluice-tenant", "acme")
                .body("{\"text\":\"a\"}")
                .post("/optimize/prompt")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("not_internal"));
    }

    @Test
    void aWrongSecretIsAsGoodAsNone() {
        given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secreT")
                .header("x-sluice-tenant", "acme")
                .body("{\"text\":\"a\"}")
                .post("/optimize/prompt")
                .then()
                .statusCode(401)
                .body("detail", not(containsString("secret")));
    }

    @Test
    void aRequestIdThatCouldForgeALogLineIsReplaced() {
        caller().header("x-request-id", "a\"b")
                .get("/optimize/stats")
                .then()
                .header("x-request-id", not(containsString("\"")));
    }

    @Test
    void theLogHasOneLineForTheRequestWithItsIdAndTenantAndNothingOfItsContent() {
        String id = "log-" + UUID.randomUUID();
        List<ExtLogRecord> lines = new CopyOnWriteArrayList<>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                ExtLogRecord kept = ExtLogRecord.wrap(line);
                kept.copyAll();
                lines.add(kept);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("sluice.request");
        log.addHandler(handler);
        try {
            caller().header("x-request-id", id)
                    .body(Map.of("text", POLITE))
                    .post("/optimize/prompt?q=secret+question")
                    .then()
                    .statusCode(200);

            Awaitility.await().until(() -> lines.stream().anyMatch(line -> id.equals(line.getMdc("requestId"))));
        } finally {
            log.removeHandler(handler);
        }

        assertThat(lines)
                .filteredOn(line -> id.equals(line.getMdc("requestId")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getFormattedMessage()).isEqualTo("POST /optimize/prompt 200");
                    assertThat(line.getMdc("tenant")).isEqualTo("acme");
                    assertThat(line.getMdc("status")).isEqualTo("200");
                    assertThat(line.getMdcCopy().toString())
                            .doesNotContain("question")
                            .doesNotContain("eviction");
                });
    }

    @Test
    void withoutATenantNothingIsDone() {
        given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .body("{\"text\":\"a\"}")
                .post("/optimize/prompt")
                .then()
                .statusCode(401)
                .body("code", equalTo("no_caller"));
    }

    @Test
    void theRequestIdIsEchoed() {
        caller().header("x-request-id", "abc-123")
                .body("{\"text\":\"a\"}")
                .post("/optimize/prompt")
                .then()
                .header("x-request-id", equalTo("abc-123"));
    }

    @Test
    void statsAreTheTenantsOwnAndTheSecondTimeComesFromMemory() {
        String tenant = "t-" + UUID.randomUUID();
        caller(tenant).body(Map.of("text", POLITE)).post("/optimize/prompt");
        caller(tenant)
                .body(Map.of("text", POLITE))
                .post("/api/v1/optimization/prompt/optimize")
                .then()
                .statusCode(200);

        caller(tenant)
                .get("/optimize/stats")
                .then()
                .statusCode(200)
                .body("prompts", is(2))
                .body("changed", is(2))
                .body("fromCache", is(1))
                .body("removedPct", greaterThan(10.0f))
                .body("success", is(1.0f))
                .body("confidence", is(1.0f))
                .body("millis.p50", greaterThan(0.0f))
                .body("guard.off", is(false))
                .body("tokensRemoved", greaterThan(0))
                .body("techniques.name", hasItem("politeness"));
        caller("t-" + UUID.randomUUID())
                .get("/api/v1/optimization/stats")
                .then()
                .body("prompts", is(0));
    }

    @Test
    void statsSumWhatWasToldForEachTokenizerAndForAModelItsOwnAlone() {
        String tenant = "t-" + UUID.randomUUID();
        int exact = 0;
        for (String model : List.of("gpt-4", "openai/gpt-4", "anthropic/claude-x", "gpt-4o")) {
            int before = caller(tenant)
                    .body(Map.of("text", POLITE, "model", model))
                    .post("/optimize/prompt")
                    .then()
                    .extract()
                    .path("counts.before");
            exact += model.endsWith("gpt-4") ? before : 0;
        }

        caller(tenant)
                .get("/optimize/stats")
                .then()
                .body("prompts", is(4))
                .body("counts.tokenizer", contains("cl100k_base", "claude", "o200k_base"))
                .body("counts.prompts", contains(2, 1, 1))
                .body("counts[0].before", equalTo(exact))
                .body("counts[2].after", equalTo(12));
        caller(tenant)
                .get("/api/v1/optimization/stats?model=anthropic/claude-y")
                .then()
                .body("counts.tokenizer", contains("claude"))
                .body("counts[0].exact", is(false))
                .body("counts[0].error95", equalTo(0.132f));
        caller(tenant).get("/optimize/stats?model=gemini-x").then().body("counts", empty());
        caller(tenant)
                .queryParam("model", " ")
                .get("/optimize/stats")
                .then()
                .statusCode(400)
                .body("detail", containsString("'model'"));
    }

    @Test
    void eachPromptIsAnEventThatHoldsNoneOfIt() throws Exception {
        String tenant = "t-" + UUID.randomUUID();

        caller(tenant)
                .header("x-sluice-key-id", "k1")
                .header("x-request-id", "r-" + tenant)
                .body(Map.of("text", POLITE))
                .post("/optimize/prompt");

        String event = eventOf(tenant);
        var read = new ObjectMapper().readTree(event);
        assertThat(read.at("/source").asText()).isEqualTo("optimizer");
        assertThat(read.at("/kind").asText()).isEqualTo("optimize");
        assertThat(read.at("/origin/requestId").asText()).isEqualTo("r-" + tenant);
        assertThat(read.at("/origin/keyId").asText()).isEqualTo("k1");
        assertThat(read.at("/optimize/tokensBefore").asInt())
                .isGreaterThan(read.at("/optimize/tokensAfter").asInt());
        assertThat(read.at("/optimize/techniques").toString()).contains("politeness");
        assertThat(read.at("/props/level").asText()).isEqualTo("light");
        assertThat(event).doesNotContain("eviction").doesNotContain("cache works");
    }

    private static String eventOf(String tenant) {
        Map<String, Object> settings = Map.of("bootstrap.servers", KafkaTestResource.bootstrap());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                var partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                                        .toList();
                                consumer.assign(partitions);
                                consumer.seekToBeginning(partitions);
                                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                                    if (tenant.equals(record.key())) {
                                        return record.value();
                                    }
                                }
                                return null;
                            },
                            Objects::nonNull);
        }
    }

    @Test
    void clearingForgetsTheTenantsAnswersOnly() {
        String one = "t-" + UUID.randomUUID();
        String other = "t-" + UUID.randomUUID();
        caller(one).body(Map.of("text", POLITE)).post("/optimize/prompt");
        caller(other).body(Map.of("text", POLITE)).post("/optimize/prompt");

        caller(one).post("/optimize/clear-cache").then().statusCode(200).body("cleared", is(1));

        caller(one).post("/optimize/clear-cache").then().body("cleared", is(0));
        caller(other).post("/optimize/clear-cache").then().body("cleared", is(1));
    }

    @Test
    void statusAndHealthNeedNoCaller() {
        given().get("/internal/status")
                .then()
                .statusCode(200)
                .body("service", equalTo("optimizer-service"))
                .body("state", equalTo("UP"));
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/live").then().statusCode(200);
        given().get("/metrics").then().statusCode(200);
        caller().get("/api/v1/optimization/health").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void anUnknownPathAndAWrongMethodGetProblems() {
        caller().get("/optimize/nothing").then().statusCode(404).contentType("application/problem+json");
        caller().get("/optimize/prompt").then().statusCode(405).contentType("application/problem+json");
    }

    private static ValidatableResponse ask(Object body) {
        return caller().body(body).post("/optimize/prompt").then();
    }

    private static RequestSpecification caller() {
        return caller("acme");
    }

    private static RequestSpecification caller(String tenant) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant);
    }
}
