package dev.sluice.cache.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.CacheClient;
import dev.sluice.cache.budget.Budgets;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.tally.Sums;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RedisLookupResourceTest.OwnRedis.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
class RedisLookupResourceTest {

    /** A Redis that this test may stop. */
    public static final class OwnRedis implements QuarkusTestResourceLifecycleManager {

        private EmbeddedRedis redis;

        @Override
        public Map<String, String> start() {
            redis = EmbeddedRedis.start();
            return Map.of("sluice.redis.url", redis.url());
        }

        @Override
        public void stop() {
            redis.close();
        }
    }

    @Inject
    KafkaClients kafka;

    @Inject
    ObjectMapper json;

    @Inject
    Stores stores;

    @Inject
    Budgets budgets;

    @Inject
    Recall recall;

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
        Awaitility.await().until(() -> CacheClient.status("store").equals("redis"));
    }

    @Test
    void answersComeFromRedisByTheSameWordsAndByOthers() {
        acme.remember("How do I reset my password?", "answer");
        assertThat(acme.lookup("how do i reset my password").outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.SEMANTIC);
        assertThat(acme.lookup("How do I change my email?").outcome()).isEqualTo(Outcome.MISS);
        for (String probe : new String[] {"How do I reset my password?", "What is the way to reset my password?"}) {
            assertThat(other.lookup(probe)).isEqualTo(CacheReply.miss());
        }
        acme.call().get("/cache/stats").then().body("store", equalTo("redis")).body("entries", equalTo(1));
        Awaitility.await().until(() -> CacheClient.status("redis-memory").startsWith("unbounded"));
        assertThat(CacheClient.status("entries"))
                .as("nothing lies in the local store")
                .isEqualTo("0");
    }

    @Test
    void whatAuditsTaughtIsSharedByReplicasAndKnownAfterARestart() {
        acme.remember("How do I reset my password?", "Open the settings and click Reset password.");
        CacheReply reply = acme.lookup("What is the way to reset my password?");
        acme.call()
                .body(new CacheAudit(
                        CacheClient.question("What is the way to reset my password?"),
                        reply.entryId(),
                        CacheClient.document("No. Call 555 0199 and ask for Mister Smith.")))
                .post("/internal/cache/audit")
                .then()
                .statusCode(204);
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.MISS);
        double shift = budgets.of(acme.tenant(), "").shift();
        assertThat(shift).isPositive();
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var started = new Sums(stores, "budget", Duration.ofDays(1));
            assertThat(started.of(acme.tenant()).get("shift ")).isCloseTo(shift, within(1e-9));
            assertThat(started.of(acme.tenant()).get("requests ")).isEqualTo(2.0);
        });
    }

    @Test
    void whatReplicasCountAddsUpAndOutlivesAWipe() {
        var one = new Sums(stores, "test", Duration.ofDays(1));
        var two = new Sums(stores, "test", Duration.ofDays(1));
        one.add(acme.tenant(), "a", 2);
        two.add(acme.tenant(), "a", 3);
        // Each tells what it has, and learns of the other the next time it has something to tell.
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            one.tell();
            two.tell();
            one.add(acme.tenant(), "b", 1);
            one.tell();
            assertThat(one.of(acme.tenant()).get("a")).isEqualTo(5.0);
        });
        stores.shared(beside -> {
            beside.remove(acme.tenant(), List.of("test"));
            return true;
        });
        one.add(acme.tenant(), "a", 1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            one.tell();
            assertThat(new Sums(stores, "test", Duration.ofDays(1))
                            .of(acme.tenant())
                            .get("a"))
                    .as("the replica that noticed first tells it all again")
                    .isEqualTo(6.0);
        });
    }

    @Test
    void strangersGetNothingOutOfRedisEither() {
        var probes = new CrossTenantProbes(recall);
        assertThat(probes.leaks(1_000)).isEmpty();
        probes.ownersWereServed();
    }

    @Test
    void whileRedisIsDownTheCacheGoesOnAndSaysSo() throws IOException {
        acme.remember("How do I reset my password?", "answer");
        shutDown();

        assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.MISS);
        Awaitility.await().until(() -> CacheClient.status("store").equals("local"));
        RestAssured.given()
                .get("/internal/status")
                .then()
                .body("state", equalTo("DEGRADED"))
                .body("details.redis", equalTo("away"));
        RestAssured.given().get("/health/ready").then().statusCode(200);
        acme.remember("How do I reset my password?", "answer");
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.SEMANTIC);
        acme.call().post("/cache/clear").then().statusCode(503).body("code", equalTo("store_away"));
        acme.call().get("/cache/stats").then().statusCode(200).body("store", equalTo("local"));

        try (EmbeddedRedis back = EmbeddedRedis.start(url().getPort())) {
            Awaitility.await().until(() -> CacheClient.status("store").equals("redis"));
            assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.MISS);
            acme.remember("How do I reset my password?", "answer");
            assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.HIT);
            assertThat(back.isAlive()).isTrue();
            shutDown();
        }
        restartForTheNextTest();
    }

    @Test
    void eachDecisionIsAnEventWithoutTheQuestion() throws Exception {
        acme.lookup("How do I reset my password?");
        acme.remember("How do I reset my password?", "answer");
        acme.lookup("How do I reset my password?");
        acme.lookup("What is the way to reset my password?");

        List<String> events = new ArrayList<>();
        try (var consumer = kafka.consumer("cache-test", "", Map.of())) {
            var partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if (r.key().equals(acme.tenant())) {
                        events.add(new String(r.value(), StandardCharsets.UTF_8));
                    }
                });
                return events.size() >= 3;
            });
        }

        var decisions = new ArrayList<String>();
        for (String event : events) {
            Event read = json.readValue(event, Event.class);
            assertThat(read.source()).isEqualTo(Event.Source.CACHE);
            assertThat(read.kind()).isEqualTo(Event.Kind.CACHE);
            assertThat(read.origin().requestId()).isNotBlank();
            assertThat(event).doesNotContain("password").doesNotContain("answer");
            decisions.add(read.cache().outcome() + " " + read.cache().layer());
        }
        assertThat(decisions).containsExactly("MISS null", "HIT exact", "SEMANTIC semantic");
    }

    private static URI url() {
        return ConfigProvider.getConfig().getValue("sluice.redis.url", URI.class);
    }

    private void restartForTheNextTest() {
        EmbeddedRedis.start(url().getPort());
    }

    private void shutDown() throws IOException {
        try (var socket = new Socket(url().getHost(), url().getPort())) {
            socket.getOutputStream().write("SHUTDOWN NOSAVE\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).as("Redis is gone").isEqualTo(-1);
        }
    }
}
