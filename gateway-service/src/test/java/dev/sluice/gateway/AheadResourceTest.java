package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests that are kept to be asked ahead, and calls that our own services make for a key. */
@QuarkusTest
class AheadResourceTest extends GatewayTest {

    private static final String MODEL = "gpt-4o-mini";
    private static final String SECRET = "test-internal-secret";
    private static final String ASKED = "How deep is the lock?";

    private final String tenant = "ahead-" + Long.toString(System.nanoTime(), 36);

    private static String keyId(Client client) {
        return client.key().split("-")[2];
    }

    private Reply onBehalf(String secret, String tenant, String keyId, String path) {
        return new Client(base(), "")
                .post(
                        path,
                        Client.chatBody(MODEL, ASKED, false),
                        "x-sluice-internal",
                        secret,
                        "x-sluice-tenant",
                        tenant,
                        "x-sluice-key-id",
                        keyId,
                        "x-sluice-priority",
                        "bulk",
                        "x-sluice-session",
                        CacheQuestion.AHEAD);
    }

    @Test
    void aSiblingAsksForAKeyAndTheKeyFindsTheAnswerInItsScope() {
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel(MODEL, Script.say("four metres"));

        Reply ahead = onBehalf(SECRET, tenant, keyId(acme), "/v1/chat/completions");
        assertThat(ahead.status()).isEqualTo(200);
        assertThat(ahead.header("x-cache")).isEqualTo("MISS");

        Reply asked = acme.chat(MODEL, ASKED);
        assertThat(asked.header("x-cache")).isEqualTo("HIT");
        assertThat(upstream.requests()).hasSize(1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(siblings.cache.asked("/internal/cache/remember"))
                        .singleElement()
                        .satisfies(stored -> assertThat(stored.body()).contains(CacheQuestion.AHEAD)));
    }

    @Test
    void whatASiblingAsksForAKeyIsPaidForAndLimitedAsTheKeysOwn() {
        Reply made = new Client(admin(), "test-admin-key")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"" + tenant
                                + "\",\"limits\":{\"requests\":[{\"limit\":2,\"window\":\"PT1H\"}]}}");
        Client limited = new Client(base(), made.json().path("key").asText());
        upstream.onModel(MODEL, Script.say("four metres"));

        Reply first = asked(limited, "How deep is the first lock?");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(new java.math.BigDecimal(first.header("x-sluice-cost"))).isPositive();
        assertThat(limited.chat(MODEL, "How wide is it?", "x-sluice-cache", "off")
                        .header("x-ratelimit-remaining-requests"))
                .isEqualTo("0");

        Reply refused = asked(limited, "How deep is the third lock?");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(upstream.requests()).hasSize(2);
    }

    /** As the worker sends a step of a task of that key. */
    private Reply asked(Client key, String question) {
        return new Client(base(), "")
                .post(
                        "/v1/chat/completions",
                        Client.chatBody(MODEL, question, false),
                        "x-sluice-internal",
                        SECRET,
                        "x-sluice-tenant",
                        tenant,
                        "x-sluice-key-id",
                        keyId(key));
    }

    @Test
    void whatABatchIsMadeOfIsAskedOnBehalfToo() {
        Client acme = Client.of(base(), admin(), tenant);

        assertThat(onBehalf(SECRET, tenant, keyId(acme), "/v1/completions").status())
                .isNotEqualTo(401);
        assertThat(onBehalf(SECRET, tenant, keyId(acme), "/v1/embeddings").status())
                .isNotEqualTo(401);
        assertThat(onBehalf(SECRET, tenant, "unknown", "/v1/embeddings").status())
                .isEqualTo(401);
    }

    @Test
    void aStrangerDoesNotPassForASibling() {
        Client acme = Client.of(base(), admin(), tenant);
        String path = "/v1/chat/completions";
        assertThat(onBehalf("wrong-internal-secret", tenant, keyId(acme), path).status())
                .isEqualTo(401);
        assertThat(onBehalf(SECRET, "another-tenant", keyId(acme), path).status())
                .isEqualTo(401);
        assertThat(onBehalf(SECRET, tenant, "unknown", path).status()).isEqualTo(401);
        assertThat(onBehalf(SECRET, tenant, keyId(acme), "/v1/moderations").status())
                .isEqualTo(401);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void theRequestGoesAlongWithTheAnswerWhereItIsWantedAndNothingIsServedFromNear() {
        siblings.cache.does((request, body) -> request.response()
                .putHeader("content-type", "application/json")
                .setStatusCode(request.path().endsWith("/remember") ? 204 : 200)
                .end(request.path().endsWith("/lookup") ? "{\"outcome\":\"MISS\",\"keepRequest\":true}" : ""));
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel(MODEL, Script.say("four metres"));

        acme.chat(MODEL, ASKED, "x-sluice-session", "visit-7");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(siblings.cache.asked("/internal/cache/remember"))
                        .singleElement()
                        .satisfies(stored -> assertThat(stored.body())
                                .contains("\"request\":\"{\\\"model\\\":\\\"gpt-4o-mini\\\"")
                                .doesNotContain("visit-7")));
        assertThat(acme.chat(MODEL, ASKED).header("x-cache")).isEqualTo("MISS");

        acme.chat(MODEL, "How wide is the lock?", "x-sluice-optimize", "off");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(siblings.cache.asked("/internal/cache/remember"))
                        .anySatisfy(stored ->
                                assertThat(stored.body()).contains("How wide is the lock?", "\"request\":null")));
    }

    @Test
    void aRequestIsNotSentAlongWhereNobodyWantsIt() {
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel(MODEL, Script.say("four metres"));
        acme.chat(MODEL, ASKED);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(siblings.cache.asked("/internal/cache/remember"))
                        .singleElement()
                        .satisfies(stored -> assertThat(stored.body()).contains("\"request\":null")));
    }

    @Test
    void whoWantsAnAnswerThatStaysFreshGetsANewOne() {
        Client acme = Client.of(base(), admin(), tenant);
        upstream.onModel(MODEL, Script.say("four metres"));
        acme.chat(MODEL, ASKED);
        assertThat(acme.chat(MODEL, ASKED, "cache-control", "min-fresh=60").header("x-cache"))
                .isEqualTo("MISS");
        assertThat(acme.chat(MODEL, ASKED, "cache-control", "min-fresh=0").header("x-cache"))
                .isEqualTo("HIT");
    }
}
