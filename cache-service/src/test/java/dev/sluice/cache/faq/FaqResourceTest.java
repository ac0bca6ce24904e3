package dev.sluice.cache.faq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class FaqResourceTest {

    private static final String LINES = """
            {"id":"refund","questions":["How do I get a refund?","Can I get my money back?"],"answer":"Write to us within 30 days."}
            {"id":"hours","question":"When are you open?","answer":"From 9 to 5."}
            """;

    @Inject
    ObjectMapper json;

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @Test
    void anImportedAnswerIsServedAsAChatCompletion() throws Exception {
        send(acme, "application/x-ndjson", LINES)
                .statusCode(200)
                .body("added", equalTo(2))
                .body("replaced", equalTo(0))
                .body("answers", equalTo(2))
                .body("phrasings", equalTo(3))
                .body("ready", equalTo(true));

        CacheReply same = ask(acme, "how do i get a refund");

        assertThat(same.outcome()).isEqualTo(Outcome.HIT);
        assertThat(same.entryId()).isEqualTo("faq:refund");
        assertThat(same.similarity()).isNull();
        JsonNode document = json.readTree(same.document());
        assertThat(document.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(document.at("/model").asText()).isEqualTo("gpt-4o");
        assertThat(document.at("/choices/0/message/content").asText()).isEqualTo("Write to us within 30 days.");
        assertThat(document.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(document.at("/usage/total_tokens").asLong(-1)).isZero();

        CacheReply meant = ask(acme, "What is the way to get a refund?");

        assertThat(meant.outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(meant.entryId()).isEqualTo("faq:refund");
        assertThat(meant.similarity()).isBetween(0.8, 1.0);
        acme.call().get("/cache/stats").then().body("hits.faq", equalTo(2)).body("lookups", equalTo(2));
    }

    @Test
    void onlyAQuestionThatAsksForItGetsOneAndOnlyOfItsTenant() {
        send(acme, "application/x-ndjson", LINES).statusCode(200);

        assertThat(acme.lookup("How do I get a refund?")).isEqualTo(CacheReply.miss());
        assertThat(ask(other, "How do I get a refund?")).isEqualTo(CacheReply.miss());
        assertThat(ask(acme, "What is the capital of Mongolia?")).isEqualTo(CacheReply.miss());
        other.call().get("/cache/faq").then().body("total", equalTo(0));
        other.call().get("/cache/faq/refund").then().statusCode(404);
        other.call().delete("/cache/faq/refund").then().statusCode(404);
        assertThat(ask(acme, "How do I get a refund?").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void aWrittenAnswerComesBeforeWhatAModelSaid() {
        acme.remember("When are you open?", "always");
        send(acme, "application/x-ndjson", LINES).statusCode(200);

        assertThat(ask(acme, "When are you open?").document()).contains("From 9 to 5.");
        assertThat(acme.lookup("When are you open?").document()).contains("always");
    }

    @Test
    void anAnswerForOneModelIsNotForOthersAndAnOldOneNotForWhoWantsYoung() {
        send(
                        acme,
                        "application/json",
                        "[{\"question\":\"Who are you?\",\"answer\":\"Mini.\",\"model\":\"gpt-4o-mini\"}]")
                .statusCode(200);

        assertThat(ask(acme, "Who are you?")).isEqualTo(CacheReply.miss());
        assertThat(acme.lookup(question("openai/gpt-4o-mini", "Who are you?", null))
                        .outcome())
                .isEqualTo(Outcome.HIT);
        assertThat(acme.lookup(question("gpt-4o-mini", "Who are you?", 600L)).outcome())
                .isEqualTo(Outcome.HIT);
    }

    @Test
    void theSameImportAgainChangesNothingAndAKnownIdIsReplaced() {
        String csv =
                "question,answer\r\nHow much is it?,\"Ten, plus tax.\"\r\nWhat does it cost?,\"Ten, plus tax.\"\r\n";
        send(acme, "text/csv", csv).statusCode(200).body("added", equalTo(1)).body("phrasings", equalTo(2));
        send(acme, "text/csv", csv)
                .statusCode(200)
                .body("added", equalTo(0))
                .body("replaced", equalTo(1))
                .body("phrasings", equalTo(2));
        send(acme, "application/x-ndjson", LINES).statusCode(200);
        send(
                        acme,
                        "application/json",
                        "[{\"id\":\"hours\",\"question\":\"When are you open?\",\"answer\":\"Closed.\"}]")
                .statusCode(200)
                .body("replaced", equalTo(1))
                .body("answers", equalTo(3));

        assertThat(ask(acme, "When are you open?").document()).contains("Closed.");
    }

    @Test
    void whatIsDeletedIsNotServed() {
        send(acme, "application/x-ndjson", LINES).statusCode(200);
        acme.call().delete("/cache/faq/hours").then().statusCode(200).body("deleted", equalTo(1));

        assertThat(ask(acme, "When are you open?")).isEqualTo(CacheReply.miss());
        assertThat(ask(acme, "Can I get my money back?").outcome()).isEqualTo(Outcome.HIT);
        acme.call().get("/cache/faq/hours").then().statusCode(404).body("code", equalTo("not_found"));
        acme.call().delete("/cache/faq").then().statusCode(200).body("deleted", equalTo(1));
        acme.call().get("/cache/faq").then().body("total", equalTo(0)).body("answers", hasSize(0));
        assertThat(ask(acme, "Can I get my money back?")).isEqualTo(CacheReply.miss());
    }

    @Test
    void itTellsWhatItHasAndWhyItWouldAnswer() {
        send(acme, "application/x-ndjson", LINES).statusCode(200);

        acme.call()
                .get("/cache/faq?limit=1")
                .then()
                .statusCode(200)
                .body("total", equalTo(2))
                .body("phrasings", equalTo(3))
                .body("answers", hasSize(1))
                .body("answers[0].id", equalTo("hours"))
                .body("trust[0].needed", nullValue());
        acme.call().get("/cache/faq/refund").then().statusCode(200).body("questions", hasSize(2));
        tried("What is the way to get a refund?")
                .body("answered", equalTo(true))
                .body("because", equalTo("meaning"))
                .body("id", equalTo("refund"))
                .body("phrasing", equalTo("How do I get a refund?"));
        tried("Do you have vegan food?")
                .body("answered", equalTo(false))
                .body("because", equalTo("unsure"))
                .body("id", nullValue());
        acme.call()
                .body("{}")
                .post("/cache/faq/match")
                .then()
                .statusCode(400)
                .body("code", equalTo("missing_question"));
        acme.call().get("/cache/faq?limit=0").then().statusCode(400).body("code", equalTo("invalid_limit"));
        acme.call().get("/cache/faq?limit=1001").then().statusCode(400).body("code", equalTo("invalid_limit"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "application/json # {} # not_an_array # array",
                "application/json # [] # empty_faq # nothing to import",
                "application/json # [{] # invalid_json # line 1",
                "application/json # [{\"question\":\"a\",\"answer\":\"b\"},{\"question\":\"a\"}] # missing_answer # item 2",
                "application/json # [{\"answer\":\"b\"}] # missing_question # item 1",
                "application/json # [{\"question\":\" \",\"answer\":\"b\"}] # blank_question # item 1",
                "application/json # [{\"quesion\":\"a\",\"answer\":\"b\"}] # unknown_field # 'quesion'",
                "application/json # [{\"question\":7,\"answer\":\"b\"}] # invalid_type # 'question'",
                "application/json # [{\"questions\":\"a\",\"answer\":\"b\"}] # invalid_type # a list of texts",
                "application/json # [{\"question\":\"a\",\"answer\":\"b\",\"ttlSeconds\":0}] # invalid_ttl # item 1",
                "application/json # [{\"question\":\"a\",\"answer\":\"b\",\"ttlSeconds\":1.5}] # invalid_type # seconds",
                "application/json # [{\"id\":\"a b\",\"question\":\"a\",\"answer\":\"b\"}] # invalid_id # item 1",
                "application/json # [{\"id\":\"x\",\"question\":\"a\",\"answer\":\"b\"},{\"id\":\"x\",\"question\":\"c\",\"answer\":\"d\"}] # id_twice # item 2",
                "application/x-ndjson # {\"question\":\"a\",\"answer\":\"b\"}\\n\\n{broken # invalid_json # line 3",
                "application/x-ndjson # {\"question\":\"a\",\"answer\":\"b\"} {} # invalid_json # line 1",
                "application/x-ndjson # 7 # invalid_item # line 1",
                "text/csv # question,reply\\na,b # unknown_column # 'reply'",
                "text/csv # question,category\\na,b # missing_column # 'answer'",
                "text/csv # question,answer\\na,b\\nc # wrong_columns # line 3",
                "text/csv # question,answer\\n\"a,b # invalid_csv # line 2",
                "text/csv # question,answer\\n\"a\"x,b # invalid_csv # line 2",
                "text/csv # question,answer,ttlSeconds\\na,b,soon # invalid_type # line 2",
                "text/csv # question,answer # empty_faq # nothing to import"
            })
    void whatIsWrongIsNamedWithItsPlace(String type, String body, String code, String said) {
        send(acme, type, body.replace("\\n", "\n"))
                .statusCode(400)
                .body("code", equalTo(code))
                .body("detail", containsString(said));
        acme.call().get("/cache/faq").then().body("total", equalTo(0));
    }

    @Test
    void boundsAreHeldAtTheirLimitAndNotBeyond() throws Exception {
        String longest = "a".repeat(32_000);
        send(acme, "application/json", json.writeValueAsString(List.of(Map.of("question", "q", "answer", longest))))
                .statusCode(200);
        send(
                        acme,
                        "application/json",
                        json.writeValueAsString(List.of(Map.of("question", "q", "answer", longest + "a"))))
                .statusCode(400)
                .body("code", equalTo("answer_too_long"));
        send(
                        acme,
                        "application/json",
                        json.writeValueAsString(List.of(Map.of("question", "q".repeat(601), "answer", "b"))))
                .statusCode(400)
                .body("code", equalTo("question_too_long"));
        send(acme, "application/json", json.writeValueAsString(List.of(phrasings(101))))
                .statusCode(400)
                .body("code", equalTo("too_many_phrasings"));
        var many = IntStream.range(0, 2_001)
                .mapToObj(i -> Map.of("question", "question " + i, "answer", "answer " + i))
                .toList();
        send(acme, "application/json", json.writeValueAsString(many))
                .statusCode(413)
                .body("code", equalTo("import_too_large"));
    }

    @Test
    void oneQuestionHasOneAnswer() {
        send(acme, "application/x-ndjson", LINES).statusCode(200);
        send(acme, "application/json", "[{\"question\":\"WHEN are you open\",\"answer\":\"Never.\"}]")
                .statusCode(409)
                .body("code", equalTo("question_taken"))
                .body("detail", containsString("hours"));
    }

    private static Map<String, Object> phrasings(int count) {
        return Map.of(
                "questions",
                IntStream.range(0, count).mapToObj(i -> "question " + i).toList(),
                "answer",
                "b");
    }

    private ValidatableResponse tried(String question) {
        return acme.call()
                .body(Map.of("question", question))
                .post("/cache/faq/match")
                .then()
                .statusCode(200);
    }

    static ValidatableResponse send(CacheClient client, String type, String body) {
        return client.call()
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/cache/faq")
                .then();
    }

    static CacheReply ask(CacheClient client, String text) {
        return client.lookup(question("gpt-4o", text, null));
    }

    private static CacheQuestion question(String model, String text, Long maxAge) {
        return new CacheQuestion(model, CacheClient.SCOPE, text, true, maxAge, null, null, true);
    }
}
