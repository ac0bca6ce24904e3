package dev.sluice.cache.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.ValueEntry;
import dev.sluice.contracts.cache.ValueQuestion;
import dev.sluice.contracts.cache.ValueReply;
import dev.sluice.contracts.cache.ValueReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ValuesResourceTest {

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @Test
    void oneOfManyComputesAndAllGetWhatItKeeps() throws Exception {
        List<Callable<Outcome>> askers = Stream.generate(
                        () -> (Callable<Outcome>) () -> ask(acme, "tax/2026").outcome())
                .limit(20)
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Outcome> outcomes = threads.invokeAll(askers).stream()
                    .map(done -> done.resultNow())
                    .toList();

            assertThat(outcomes).filteredOn(Outcome.COMPUTE::equals).hasSize(1);
            assertThat(outcomes).filteredOn(Outcome.WAIT::equals).hasSize(19);
        }
        keep(acme, "tax/2026", "nineteen");

        assertThat(ask(acme, "tax/2026")).isEqualTo(new ValueReply(Outcome.FOUND, "nineteen"));
        assertThat(ask(other, "tax/2026").outcome()).isEqualTo(Outcome.COMPUTE);
        assertThat(ask(acme, "tax/2027").outcome()).isEqualTo(Outcome.COMPUTE);
    }

    @Test
    void whoDoesNotKeepItInTimeIsFollowedByAnother() {
        assertThat(ask(acme, "slow", 1).outcome()).isEqualTo(Outcome.COMPUTE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ask(acme, "slow", 600).outcome() == Outcome.COMPUTE);
        assertThat(ask(acme, "slow").outcome()).isEqualTo(Outcome.WAIT);
    }

    @Test
    void aValueMayBeEmptyEndsWithItsLifeAndIsClearedWithTheTenants() {
        keep(acme, "empty", "");
        assertThat(ask(acme, "empty")).isEqualTo(new ValueReply(Outcome.FOUND, ""));
        acme.call()
                .body(new ValueEntry("brief", 1))
                .put("/internal/cache/values/brief")
                .then()
                .statusCode(204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ask(acme, "brief").outcome() != Outcome.FOUND);

        acme.call().post("/cache/clear").then().statusCode(200);
        assertThat(ask(acme, "empty").outcome()).isEqualTo(Outcome.COMPUTE);
    }

    @Test
    void boundsAreHeldAtTheirLimitAndNotBeyond() {
        keep(acme, "k".repeat(512), "x".repeat(262_144));
        acme.call()
                .body(new ValueEntry("x".repeat(262_145), 60))
                .put("/internal/cache/values/k")
                .then()
                .statusCode(413)
                .body("code", equalTo("value_too_large"));
        acme.call()
                .body(new ValueQuestion(1))
                .post("/internal/cache/values/" + "k".repeat(513))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_key"));
        acme.call()
                .body(new ValueEntry("x", 0))
                .put("/internal/cache/values/k")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_ttl"));
        acme.call()
                .body("{\"ttlSeconds\":5}")
                .put("/internal/cache/values/k")
                .then()
                .statusCode(400)
                .body("code", equalTo("missing_value"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 601})
    void aLeaseHasBounds(long seconds) {
        acme.call()
                .body(new ValueQuestion(seconds))
                .post("/internal/cache/values/k")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_lease"));
    }

    static ValueReply ask(CacheClient client, String key) {
        return ask(client, key, 600);
    }

    private static ValueReply ask(CacheClient client, String key, long lease) {
        return client.call()
                .body(new ValueQuestion(lease))
                .post("/internal/cache/values/{key}", key)
                .then()
                .statusCode(200)
                .extract()
                .as(ValueReply.class);
    }

    static void keep(CacheClient client, String key, String value) {
        client.call()
                .body(new ValueEntry(value, 600))
                .put("/internal/cache/values/{key}", key)
                .then()
                .statusCode(204);
    }
}
