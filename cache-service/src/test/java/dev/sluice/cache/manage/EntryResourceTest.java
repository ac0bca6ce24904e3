package dev.sluice.cache.manage;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static dev.sluice.cache.CacheClient.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EntryResourceTest {

    private static final String ASKED = "How do I reset my password?";
    private static final String AGAIN = "What is the way to reset my password?";
    private static final String THIRD = "What are the steps to reset my password?";

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    private String remembered() {
        acme.remember(ASKED, "Open the settings and click Reset password.");
        return acme.lookup(ASKED).entryId();
    }

    private void audit(String wording, String id, String said) {
        acme.call()
                .body(new CacheAudit(question(wording), id, document(said)))
                .post("/internal/cache/audit")
                .then()
                .statusCode(204);
    }

    @Test
    void anEntryTellsWhatBecameOfItsHits() {
        String id = remembered();
        acme.lookup(AGAIN);
        audit(AGAIN, id, "Open the settings and click on Reset password!");
        acme.lookup(THIRD);
        audit(THIRD, id, "No. Call 555 0199 and ask for Mister Smith.");
        String wordings = "wordings.find { it.text == '%s' }.";
        acme.call()
                .get("/cache/entries/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("question", equalTo(ASKED))
                .body("volatility", notNullValue())
                .body("tokens", equalTo(42))
                .body("right", equalTo(1))
                .body("wrong", equalTo(1))
                .body("refused", nullValue())
                .body("wordings", hasSize(2))
                .body(wordings.formatted("what is the way to reset my password") + "alias", equalTo(true))
                .body(wordings.formatted("what is the way to reset my password") + "similarity", greaterThan(0.8f))
                .body(wordings.formatted("what are the steps to reset my password") + "alias", equalTo(false))
                .body(
                        wordings.formatted("what are the steps to reset my password") + "refused",
                        containsString("audit"));
        acme.call()
                .get("/cache/stats")
                .then()
                .body("quality.audits", equalTo(2))
                .body("quality.wrong", equalTo(1))
                .body("quality.precision", equalTo(0.5f))
                .body("quality.precisionLow", lessThan(0.1f))
                .body("quality.precisionHigh", greaterThan(0.9f))
                .body("routes", hasSize(1))
                .body("routes[0].route", equalTo(""))
                .body("routes[0].shift", greaterThan(0f));
    }

    @Test
    void aReportedHitIsNotServedToThatWordingAgain() {
        String id = remembered();
        assertThat(acme.lookup(AGAIN).entryId()).isEqualTo(id);
        other.call()
                .body(Map.of("text", AGAIN))
                .post("/cache/entries/" + id + "/report")
                .then()
                .statusCode(404);
        assertThat(acme.lookup(AGAIN).entryId()).isEqualTo(id);
        acme.call()
                .body(Map.of("text", AGAIN))
                .post("/cache/entries/" + id + "/report")
                .then()
                .statusCode(200)
                .body("consequence", equalTo("refused_to_wording"));
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(THIRD).entryId()).isEqualTo(id);
    }

    @Test
    void aReportWithoutAWordingKeepsTheEntryFromAllOthers() {
        String id = remembered();
        acme.call()
                .body(Map.of())
                .post("/cache/entries/" + id + "/report")
                .then()
                .statusCode(200)
                .body("consequence", equalTo("refused_to_others"));
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(ASKED).outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void anEntryThatIsWrongForItsOwnQuestionIsRemoved() {
        String id = remembered();
        acme.call()
                .body(Map.of("text", "Hi! " + ASKED))
                .post("/cache/entries/" + id + "/report")
                .then()
                .body("consequence", equalTo("removed"));
        assertThat(acme.lookup(ASKED).outcome()).isEqualTo(Outcome.MISS);
        acme.call().get("/cache/entries/" + id).then().statusCode(404);
    }

    @Test
    void anAuditOfAnotherScopeIsRefused() {
        String id = remembered();
        var elsewhere = new CacheQuestion("gpt-4o", "7".repeat(64), AGAIN, true, null);
        acme.call()
                .body(new CacheAudit(elsewhere, id, document("No. Something else.")))
                .post("/internal/cache/audit")
                .then()
                .statusCode(400)
                .body("code", equalTo("other_scope"));
    }

    @Test
    void entriesAreDeletedByModel() {
        for (String model : new String[] {"gpt-4o", "gpt-4o-mini", "claude"}) {
            var question = new CacheQuestion(model, SCOPE, ASKED, true, null);
            acme.remember(new CacheEntry(question, document("a"), null, 1));
            other.remember(new CacheEntry(question, document("a"), null, 1));
        }
        acme.call()
                .queryParam("model", "gpt-4o*")
                .queryParam("pattern", "*passport*")
                .delete("/cache/entries")
                .then()
                .body("deleted", equalTo(0));
        acme.call()
                .queryParam("model", "gpt-4o*")
                .delete("/cache/entries")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(2));
        acme.call().get("/cache/keys").then().body("total", equalTo(1));
        other.call().get("/cache/keys").then().body("total", equalTo(3));
    }

    @Test
    void deletingAllTakesAliasesAndReputesAlong() {
        String id = remembered();
        acme.lookup(AGAIN);
        audit(AGAIN, id, "Open the settings and click on Reset password!");
        assertThat(acme.lookup(AGAIN).audit()).isFalse();
        acme.call().post("/cache/clear").then().statusCode(200);
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        remembered();
        assertThat(acme.lookup(AGAIN).audit())
                .as("nothing is known of it any more")
                .isTrue();
    }

    private ValidatableResponse explain(Map<String, Object> lookUp) {
        return acme.call().body(lookUp).post("/cache/explain").then();
    }

    @Test
    void aLookUpIsExplainedWithTheCandidatesAndTheReasons() {
        String id = remembered();
        explain(Map.of("text", "Hi! " + ASKED))
                .statusCode(200)
                .body("outcome", equalTo("exact"))
                .body("entry", equalTo(id));
        explain(Map.of("text", AGAIN))
                .body("outcome", equalTo("semantic"))
                .body("entry", equalTo(id))
                .body("mode", equalTo("on"))
                .body("maxError", equalTo(0.01f))
                .body("needed", greaterThan(0f))
                .body("candidates", hasSize(1))
                .body("candidates[0].question", equalTo(ASKED))
                .body("candidates[0].similarity", greaterThan(0.8f))
                .body("candidates[0].probability", greaterThan(0.5f))
                .body("candidates[0].reasons.size()", greaterThan(0))
                .body("candidates[0].reasons[0].says", notNullValue());
        explain(Map.of("text", AGAIN, "maxError", 0))
                .body("outcome", equalTo("miss"))
                .body("needed", nullValue());
        explain(Map.of("text", AGAIN, "route", "trial")).body("outcome", equalTo("shadow"));
        explain(Map.of("text", AGAIN, "route", "exact-only")).body("outcome", equalTo("miss"));
        explain(Map.of("text", AGAIN, "model", "another")).body("candidates", hasSize(0));
        explain(Map.of("text", AGAIN, "entry", id)).body("candidates", hasSize(1));
        explain(Map.of("text", AGAIN, "entry", "ab".repeat(16))).body("candidates", hasSize(0));
        other.call()
                .body(Map.of("text", AGAIN, "entry", id))
                .post("/cache/explain")
                .then()
                .statusCode(200)
                .body("candidates", hasSize(0));
        acme.call().get("/cache/stats").then().body("lookups", equalTo(1));
    }

    @Test
    void anExplanationKnowsAliasesAndRefusals() {
        String id = remembered();
        acme.lookup(AGAIN);
        audit(AGAIN, id, "Open the settings and click on Reset password!");
        explain(Map.of("text", AGAIN)).body("outcome", equalTo("alias"));
        acme.call()
                .body(Map.of("text", AGAIN))
                .post("/cache/entries/" + id + "/report")
                .then()
                .statusCode(200);
        explain(Map.of("text", AGAIN))
                .body("outcome", equalTo("miss"))
                .body("why", containsString("refused"))
                .body("candidates[0].refused", containsString("reported"));
    }

    @Test
    void anExplanationOfNothingIsRefused() {
        explain(Map.of()).statusCode(400).body("code", equalTo("invalid_text"));
        explain(Map.of("text", AGAIN, "maxError", 1.5)).statusCode(400).body("code", equalTo("invalid_max_error"));
        explain(Map.of("text", AGAIN, "model", "m".repeat(513))).statusCode(400).body("code", equalTo("invalid_model"));
    }
}
