package dev.sluice.cache.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CacheAdminResourceTest {

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cache", "/api/v1/optimization/cache"})
    void statisticsTellWhatTheTenantDid(String base) {
        acme.lookup("How do I reset my password?");
        acme.remember("How do I reset my password?", "answer");
        acme.lookup("How do I reset my password?");
        acme.lookup("What is the way to reset my password?");
        acme.call()
                .get(base + "/stats")
                .then()
                .statusCode(200)
                .body("store", equalTo("local"))
                .body("lookups", equalTo(3))
                .body("hits.exact", equalTo(1))
                .body("hits.semantic", equalTo(1))
                .body("misses", equalTo(1))
                .body("entries", equalTo(1))
                .body("bytes", greaterThan(100))
                .body("savedNano", equalTo(2000))
                .body("savedTokens", equalTo(84));
        other.call()
                .get(base + "/stats")
                .then()
                .statusCode(200)
                .body("lookups", equalTo(0))
                .body("entries", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cache", "/api/v1/optimization/cache"})
    void keysAreListedAndClearedForTheTenantOnly(String base) {
        acme.remember("One?", "1");
        acme.remember("Two?", "2");
        other.remember("Three?", "3");
        acme.call()
                .get(base + "/keys?limit=1")
                .then()
                .statusCode(200)
                .body("entries", hasSize(1))
                .body("total", equalTo(2));
        other.call().get(base + "/keys").then().statusCode(200).body("entries.question", contains("Three?"));
        acme.call().post(base + "/clear").then().statusCode(200).body("deleted", equalTo(2));
        assertThat(acme.lookup("One?").outcome()).isEqualTo(Outcome.MISS);
        assertThat(other.lookup("Three?").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void anEntryIsShownAndDeletedByItsOwnerOnly() {
        acme.remember("How do I reset my password?", "answer");
        String id = acme.lookup("How do I reset my password?").entryId();
        acme.call()
                .get("/cache/entries/" + id)
                .then()
                .statusCode(200)
                .body("question", equalTo("How do I reset my password?"))
                .body("canonical", equalTo("how do i reset my password"))
                .body("model", equalTo("gpt-4o"))
                .body("hits", equalTo(1))
                .body("ttlSeconds", greaterThan(3_500));
        other.call().get("/cache/entries/" + id).then().statusCode(404).body(not(containsString("password")));
        other.call().delete("/cache/entries/" + id).then().statusCode(404);
        other.call()
                .body(Map.of("text", "How do I reset my password?"))
                .post("/cache/entries/" + id + "/compare")
                .then()
                .statusCode(404);
        acme.call().delete("/cache/entries/" + id).then().statusCode(204);
        acme.call().delete("/cache/entries/" + id).then().statusCode(404);
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.MISS);
    }

    @Test
    void aComparisonTellsWhyAnAnswerIsSharedOrNot() {
        acme.remember("How do I turn on dark mode?", "answer");
        String id = acme.lookup("How do I turn on dark mode?").entryId();
        acme.call()
                .body(Map.of("text", "How do I turn off dark mode?"))
                .post("/cache/entries/" + id + "/compare")
                .then()
                .statusCode(200)
                .body("shared", equalTo(false))
                .body("similarity", greaterThan(0.9f))
                .body("probability", lessThan(0.9f))
                .body("reasons.find { it.feature == 'reversed' }.contribution", lessThan(0f));
        acme.call()
                .body(Map.of("text", "What is the way to turn on dark mode?"))
                .post("/cache/entries/" + id + "/compare")
                .then()
                .body("shared", equalTo(true))
                .body("probability", greaterThan(0.9f))
                .body("reasons[0].says", not(emptyString()));
        acme.call()
                .body(Map.of())
                .post("/cache/entries/" + id + "/compare")
                .then()
                .statusCode(400);
    }

    @Test
    void entriesAreDeletedByPattern() {
        acme.remember("How do I reset my password?", "1");
        acme.remember("How do I change my password?", "2");
        acme.remember("What is it?", "3");
        other.remember("How do I reset my password?", "4");
        acme.call()
                .delete("/cache/entries?pattern=*PASSWORD*")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(2));
        assertThat(acme.lookup("What is it?").outcome()).isEqualTo(Outcome.HIT);
        assertThat(other.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.HIT);
        acme.call()
                .queryParam("pattern", "gpt-4?")
                .delete("/cache/entries")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(1));
    }

    @Test
    void badQueriesAreRefusedInWords() {
        acme.call().delete("/cache/entries").then().statusCode(400).body("detail", containsString("/cache/clear"));
        acme.call().get("/cache/keys?limit=0").then().statusCode(400).body("code", equalTo("invalid_limit"));
        acme.call().get("/cache/keys?limit=1001").then().statusCode(400);
        acme.call().get("/cache/keys?limit=many").then().statusCode(400);
        acme.call().get("/cache/keys?limit=1000").then().statusCode(200);
    }

    @Test
    void whoHasTheKeysAlreadyIsNotSentThemAgain() {
        acme.remember("Is it kept?", "yes");
        String tag = acme.call()
                .get("/cache/keys?limit=5")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        assertThat(tag).matches("W/\"[0-9a-f]{32}\"");

        String again = acme.call()
                .header("If-None-Match", "\"other\", " + tag)
                .get("/cache/keys?limit=5")
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .extract()
                .asString();
        acme.call()
                .header("If-None-Match", "\"other\"")
                .get("/cache/keys?limit=5")
                .then()
                .statusCode(200)
                .body("entries", hasSize(1));

        assertThat(again).isEmpty();
        acme.remember("And this?", "too");
        acme.call()
                .header("If-None-Match", tag)
                .get("/cache/keys?limit=5")
                .then()
                .statusCode(200)
                .body("entries", hasSize(2));
    }
}
