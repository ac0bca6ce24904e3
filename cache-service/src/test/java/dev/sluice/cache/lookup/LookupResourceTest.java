package dev.sluice.cache.lookup;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static dev.sluice.cache.CacheClient.question;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LookupResourceTest {

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @Test
    void aQuestionAskedAgainIsAHitWithTheSameBytes() {
        assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.MISS);
        acme.remember("How do I reset my password?", "Click Forgot.  \u00e4");
        CacheReply reply = acme.lookup("How do I reset my password?");
        assertThat(reply.outcome()).isEqualTo(Outcome.HIT);
        assertThat(reply.document()).isEqualTo(document("Click Forgot.  \u00e4"));
        assertThat(reply.ageSeconds()).isBetween(0L, 5L);
        assertThat(reply.entryId()).isNotBlank();
        assertThat(acme.lookup("Hi, could you please tell me how do i reset my password")
                        .outcome())
                .isEqualTo(Outcome.HIT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | What is the way to reset my password?",
                "How can I cancel my subscription? | What's the process for cancelling my subscription?",
                "What is the capital of France? | Which city is the capital of France?",
                "How do I delete my account? | What are the steps to delete my account?",
                "How do I install Docker on Ubuntu? | What is the best way to install Docker on Ubuntu?",
                "What is your refund policy? | Can you explain your refund policy?"
            })
    void theSameQuestionInOtherWordsIsASemanticHit(String asked, String again) {
        acme.remember(asked, "the answer");
        CacheReply reply = acme.lookup(again);
        assertThat(reply.outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(reply.similarity()).isBetween(0.85, 1.0);
        assertThat(reply.document()).isEqualTo(document("the answer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | How do I change my email?",
                "How do I turn on dark mode? | How do I turn off dark mode?",
                "What is the capital of France? | What is the capital of Spain?",
                "what is the capital of france | what is the capital of spain",
                "Who won the cup in 2023? | Who won the cup in 2024?",
                "Is it safe to eat raw eggs? | Is it not safe to eat raw eggs?",
                "How do I convert pdf to docx? | How do I convert docx to pdf?",
                "What is the price of the basic plan? | What is the price of the pro plan?",
                "How do I add a user? | How do I remove a user?"
            })
    void aQuestionThatOnlyLooksTheSameIsAMiss(String asked, String other) {
        acme.remember(asked, "the answer");
        assertThat(acme.lookup(other).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void anotherTenantModelOrScopeNeverGetsTheAnswer() {
        acme.remember("How do I reset my password?", "secret of acme");
        var other = new CacheClient("other-" + Ids.next());
        for (String text : new String[] {
            "How do I reset my password?", "how do i reset my password", "What is the way to reset my password?"
        }) {
            assertThat(other.lookup(text)).isEqualTo(CacheReply.miss());
            assertThat(acme.lookup(new CacheQuestion("gpt-4o-mini", SCOPE, text, true, null)))
                    .isEqualTo(CacheReply.miss());
            assertThat(acme.lookup(new CacheQuestion("gpt-4o", "6".repeat(64), text, true, null)))
                    .isEqualTo(CacheReply.miss());
        }
        other.remember("How do I reset my password?", "secret of other");
        assertThat(acme.lookup("What is the way to reset my password?").document())
                .contains("secret of acme");
        assertThat(other.lookup("What is the way to reset my password?").document())
                .contains("secret of other");
    }

    @Test
    void whoWantsNoOtherWordsGetsAnAnswerToTheSameWordsOnly() {
        acme.remember("How do I reset my password?", "answer");
        assertThat(acme.lookup(exact("How do I reset my password?")).outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup(exact("how do i reset my password")).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(exact("What is the way to reset my password?")).outcome())
                .isEqualTo(Outcome.MISS);
    }

    private static CacheQuestion exact(String text) {
        return new CacheQuestion("gpt-4o", SCOPE, text, false, null);
    }

    @Test
    void anAnswerOlderThanAskedForIsAMiss() {
        acme.remember("How old is it?", "answer");
        Awaitility.await().until(() -> acme.lookup("How old is it?").ageSeconds() >= 1);
        assertThat(acme.lookup(new CacheQuestion("gpt-4o", SCOPE, "How old is it?", true, 0L))
                        .outcome())
                .isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(new CacheQuestion("gpt-4o", SCOPE, "How old is it?", true, 600L))
                        .outcome())
                .isEqualTo(Outcome.HIT);
    }

    @Test
    void anAnswerIsGoneWhenItsTimeIsOver() {
        acme.remember(new CacheEntry(question("What is short?"), document("life"), 1L, 0));
        assertThat(acme.lookup("What is short?").outcome()).isEqualTo(Outcome.HIT);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> acme.lookup("What is short?").outcome() == Outcome.MISS);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 2_592_001, Long.MIN_VALUE, Long.MAX_VALUE})
    void aLifeOutOfRangeIsRefusedWithTheRange(long ttl) {
        acme.tryToRemember(new CacheEntry(question("q"), document("a"), ttl, 0))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_ttl"))
                .body("detail", containsString("between 1 and 2592000"));
    }

    @Test
    void theLongestLifeIsAccepted() {
        acme.remember(new CacheEntry(question("q"), document("a"), 2_592_000L, 0));
        assertThat(acme.lookup("q").outcome()).isEqualTo(Outcome.HIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"no\"}}",
                "{\"choices\":[]}",
                "{\"choices\":[{\"finish_reason\":null,\"message\":{\"content\":\"cut\"}}]}",
                "not json",
                "[]",
                " "
            })
    void aCutOrFailedAnswerIsNotKept(String document) {
        acme.tryToRemember(new CacheEntry(question("q?"), document, null, 0))
                .then()
                .statusCode(400);
        assertThat(acme.lookup("q?").outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() {
        acme.tryToRemember(new CacheEntry(question("q"), document("x".repeat(1 << 20)), null, 0))
                .then()
                .statusCode(413)
                .body("code", equalTo("answer_too_large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "scope", "text"})
    void aQuestionWithoutAFieldIsRefusedByItsName(String field) {
        Map<String, Object> body = new HashMap<>(Map.of("model", "m", "scope", SCOPE, "text", "t", "semantic", true));
        body.remove(field);
        acme.call()
                .body(body)
                .post("/internal/cache/lookup")
                .then()
                .statusCode(400)
                .body("detail", containsString(field));
    }

    @Test
    void badBodiesAreRefusedInWords() {
        acme.call()
                .body("{nonsense")
                .post("/internal/cache/lookup")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_json"));
        acme.call().body("[1]").post("/internal/cache/lookup").then().statusCode(400);
        acme.call()
                .body(Map.of("model", "m", "scope", SCOPE, "text", "t", "maxAgeSeconds", -1))
                .post("/internal/cache/lookup")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_max_age"));
        acme.call().post("/internal/cache/lookup").then().statusCode(400);
    }

    @Test
    void aStrangerIsNotAnswered() {
        given().contentType(ContentType.JSON)
                .body(question("q"))
                .post("/internal/cache/lookup")
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .header("x-sluice-internal", "test-internal-secret")
                .body(question("q"))
                .post("/internal/cache/lookup")
                .then()
                .statusCode(401);
    }

    @Test
    void theStatusTellsStoreModelAndEntries() {
        given().get("/internal/status")
                .then()
                .statusCode(200)
                .body("service", equalTo("cache-service"))
                .body("state", equalTo("UP"))
                .body("details.store", equalTo("local"))
                .body("details.embeddings", equalTo("ready"));
        given().get("/metrics").then().statusCode(200).body(containsString("sluice_cache_embed_seconds"));
        given().get("/health/ready").then().statusCode(200);
    }
}
