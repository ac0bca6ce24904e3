package dev.sluice.cache.faq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cache.CacheClient;
import dev.sluice.cache.store.Shelves;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.contracts.cache.ValueEntry;
import dev.sluice.contracts.cache.ValueQuestion;
import dev.sluice.kit.ids.Ids;
import dev.sluice.testkit.RedisTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An FAQ, and values of other services, that lie in Redis. */
@QuarkusTest
@QuarkusTestResource(value = RedisTestResource.class, restrictToAnnotatedClass = true)
class RedisFaqResourceTest {

    @Inject
    Shelves shelves;

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> CacheClient.status("store").equals("redis"));
    }

    @Test
    void whatOneReplicaImportsOrDeletesTheOthersServeOrNot() {
        FaqResourceTest.send(acme, "text/csv", "id,question,answer\nhours,When are you open?,From 9 to 5.\n")
                .statusCode(200);
        assertThat(FaqResourceTest.ask(acme, "when are you open").outcome()).isEqualTo(Outcome.HIT);
        assertThat(FaqResourceTest.ask(other, "when are you open").outcome()).isEqualTo(Outcome.MISS);

        // Another replica deletes it: this one has not heard of it otherwise.
        byte[] page = shelves.read(shelf -> shelf.all(acme.tenant(), Books.KIND))
                .items()
                .get("hours");
        shelves.change(shelf -> shelf.remove(acme.tenant(), Books.KIND, java.util.List.of("hours")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> FaqResourceTest.ask(acme, "when are you open").outcome() == Outcome.MISS);

        // And brings it back.
        shelves.change(shelf -> shelf.put(acme.tenant(), Books.KIND, Map.of("hours", page)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> FaqResourceTest.ask(acme, "when are you open").outcome() == Outcome.HIT);
    }

    @Test
    void aValueIsSharedThroughRedis() {
        var question = new ValueQuestion(600);
        acme.call().body(question).post("/internal/cache/values/rate").then().body("outcome", equalTo("COMPUTE"));
        acme.call().body(question).post("/internal/cache/values/rate").then().body("outcome", equalTo("WAIT"));
        acme.call()
                .body(new ValueEntry("0.19", 600))
                .put("/internal/cache/values/rate")
                .then()
                .statusCode(204);
        acme.call()
                .body(question)
                .post("/internal/cache/values/rate")
                .then()
                .body("outcome", equalTo("FOUND"))
                .body("value", equalTo("0.19"));
        other.call().body(question).post("/internal/cache/values/rate").then().body("outcome", equalTo("COMPUTE"));
        acme.call().post("/cache/clear").then().statusCode(200);
        acme.call().body(question).post("/internal/cache/values/rate").then().body("outcome", equalTo("WAIT"));
    }
}
