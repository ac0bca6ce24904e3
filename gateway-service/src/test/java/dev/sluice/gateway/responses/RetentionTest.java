package dev.sluice.gateway.responses;

import static dev.sluice.gateway.responses.ResponseStoreContract.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.redis.RedisAway;
import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.testkit.EmbeddedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas and one Redis, which goes away. */
class RetentionTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<SharedRedis> links = new ArrayList<>();
    private Vertx vertx;
    private EmbeddedRedis server;
    private SimpleMeterRegistry meters;
    private Retention one;
    private Retention two;

    private record Settings(Duration retention, MemorySize size, MemorySize largest) implements ResponsesConfig {

        static Settings of(Duration retention) {
            return new Settings(
                    retention,
                    new MemorySize(BigInteger.valueOf(1 << 20)),
                    new MemorySize(BigInteger.valueOf(100_000)));
        }
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = EmbeddedRedis.start();
        meters = new SimpleMeterRegistry();
        one = replica(Duration.ofHours(1));
        two = replica(Duration.ofHours(1));
    }

    private Retention replica(Duration retention) {
        var link = new SharedRedis(vertx, Optional.of(server.url()), Duration.ofMillis(500));
        links.add(link);
        ResponseStoreContract.wait(vertx, () -> link.ask(Request.cmd(Command.PING), Duration.ofSeconds(5)));
        return new Retention(vertx, Settings.of(retention), link, meters);
    }

    @AfterEach
    void stop() throws Exception {
        links.forEach(SharedRedis::close);
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Lookup find(Retention at, String tenant, String id) {
        return ResponseStoreContract.wait(vertx, () -> at.find(tenant, id));
    }

    private void forget(Retention at, String id) {
        ResponseStoreContract.wait(vertx, () -> at.forget("acme", id));
    }

    private double stored(String where) {
        return meters.counter("sluice.gateway.responses.kept", "where", where).count();
    }

    private void storeInRedis(String id, Kept answer) {
        double before = stored("redis");
        one.keep("acme", id, answer);
        await().atMost(SOON).until(() -> stored("redis") > before);
    }

    @Test
    void whatOneAnsweredTheOtherGoesOnFrom() {
        Kept answer = answer("hello ".repeat(2_000));

        storeInRedis("resp_1", answer);

        for (Retention replica : List.of(one, two)) {
            assertThat(find(replica, "acme", "resp_1"))
                    .isInstanceOfSatisfying(
                            Lookup.Found.class,
                            found -> assertThat(found.kept().messages().bytes())
                                    .isEqualTo(answer.messages().bytes()));
        }
        assertThat(one.words()).isEqualTo("in Redis, for all replicas");
        assertThat(one.isDegraded()).isFalse();
    }

    @Test
    void anotherTenantFindsItNowhere() {
        storeInRedis("resp_1", answer("mine"));

        assertThat(find(one, "evil", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
        assertThat(find(two, "evil", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
    }

    @Test
    void whatOneForgetsTheOtherForgetsToo() {
        storeInRedis("resp_1", answer("mine"));

        forget(two, "resp_1");

        assertThat(find(two, "acme", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
        assertThat(find(one, "acme", "resp_1"))
                .as("the replica that has it in memory")
                .isEqualTo(Lookup.Missing.MISSING);
    }

    @Test
    void itIsKeptForItsTimeAndNoLonger() {
        var brief = replica(Duration.ofMillis(300));
        brief.keep("acme", "resp_1", answer("brief"));

        await().atMost(SOON).until(() -> find(two, "acme", "resp_1") == Lookup.Missing.MISSING && stored("redis") == 1);
        assertThat(find(brief, "acme", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
    }

    @Test
    void whatIsTooLargeIsKeptNowhere() {
        one.keep("acme", "resp_1", answer("x".repeat(100_000)));

        assertThat(find(one, "acme", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
        assertThat(find(one, "acme", "x".repeat(10_000))).isEqualTo(Lookup.Missing.MISSING);
    }

    @Test
    void withoutRedisOneGoesOnWithWhatItHasAndSaysThatTheRestIsUnknown() {
        storeInRedis("resp_1", answer("before"));

        server.kill();
        one.keep("acme", "resp_2", answer("meanwhile"));

        assertThat(find(one, "acme", "resp_1")).isInstanceOf(Lookup.Found.class);
        assertThat(find(one, "acme", "resp_2")).isInstanceOf(Lookup.Found.class);
        assertThat(find(two, "acme", "resp_1")).isEqualTo(Lookup.Unknown.UNKNOWN);
        await().atMost(SOON).until(() -> stored("replica") == 1);
        assertThat(one.isDegraded()).isTrue();
        assertThat(one.words()).startsWith("AWAY");
        assertThatThrownBy(() -> forget(one, "resp_2")).hasRootCauseInstanceOf(RedisAway.class);
        assertThat(find(one, "acme", "resp_2")).isNotInstanceOf(Lookup.Found.class);
    }

    @Test
    void whenRedisIsBackReplicasShareAgain() {
        server.kill();
        one.keep("acme", "resp_1", answer("meanwhile"));
        await().atMost(SOON).until(() -> stored("replica") == 1);

        server = EmbeddedRedis.start(server.port());
        await().atMost(SOON).until(() -> links.stream().noneMatch(SharedRedis::isAway));
        storeInRedis("resp_2", answer("after"));

        assertThat(find(two, "acme", "resp_2")).isInstanceOf(Lookup.Found.class);
        assertThat(find(two, "acme", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
        assertThat(find(one, "acme", "resp_1")).isInstanceOf(Lookup.Found.class);
        assertThat(one.isDegraded()).isFalse();
    }

    @Test
    void aRedisThatIsFullLeavesAnswersHere() {
        ResponseStoreContract.wait(
                vertx,
                () -> links.getFirst()
                        .ask(Request.cmd(Command.CONFIG)
                                .arg("SET")
                                .arg("maxmemory")
                                .arg("1")));

        one.keep("acme", "resp_1", answer("full"));

        await().atMost(SOON).until(() -> stored("replica") == 1);
        assertThat(find(one, "acme", "resp_1")).isInstanceOf(Lookup.Found.class);
        assertThat(one.isDegraded()).isTrue();
        assertThat(links.getFirst().isAway()).as("it answers").isFalse();
    }

    @Test
    void withoutARedisTheMemoryOfTheReplicaIsAll() {
        try (var none = new SharedRedis(vertx, Optional.empty(), Duration.ofMillis(50))) {
            var alone = new Retention(vertx, Settings.of(Duration.ofHours(1)), none, meters);

            alone.keep("acme", "resp_1", answer("mine"));

            assertThat(find(alone, "acme", "resp_1")).isInstanceOf(Lookup.Found.class);
            assertThat(find(alone, "acme", "resp_2")).isEqualTo(Lookup.Missing.MISSING);
            ResponseStoreContract.wait(vertx, () -> alone.forget("acme", "resp_1"));
            assertThat(find(alone, "acme", "resp_1")).isEqualTo(Lookup.Missing.MISSING);
            assertThat(alone.isDegraded()).isFalse();
            assertThat(alone.words()).isEqualTo("in the memory of this replica");
        }
    }
}
