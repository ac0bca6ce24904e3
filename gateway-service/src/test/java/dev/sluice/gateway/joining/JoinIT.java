package dev.sluice.gateway.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayProcess;
import dev.sluice.testkit.EmbeddedKafka;
import dev.sluice.testkit.EmbeddedRedis;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.SseReader;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two gateways and one Redis: equal calls share one upstream call, deletions reach both, and either may die. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoinIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CHAT = "/v1/chat/completions";

    /** About eight seconds. */
    private static final Script SLOW = Script.words(40).tokenEvery(Duration.ofMillis(200));

    private static EmbeddedKafka kafka;
    private static EmbeddedRedis redis;
    private static ScriptedUpstream upstream;
    private static List<GatewayProcess> gateways;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
        redis = EmbeddedRedis.start();
        upstream = ScriptedUpstream.start();
        Map<String, String> environment = Map.of(
                "SLUICE_KAFKA_BOOTSTRAP",
                kafka.bootstrap(),
                "SLUICE_REDIS_URL",
                redis.url(),
                "SLUICE_GATEWAY_REDIS_DEADLINE",
                "2s",
                "SLUICE_GATEWAY_JOIN_LEASE",
                "3s",
                "OPENAI_BASE_URL",
                upstream.openAiUrl(),
                "OPENAI_API_KEY",
                "k");
        gateways = IntStream.range(0, 2)
                .mapToObj(i -> GatewayProcess.start(environment))
                .toList();
        gateways.forEach(GatewayProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        gateways.forEach(GatewayProcess::kill);
        upstream.close();
        redis.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void aStreamIsFollowedAtAnotherReplicaWordByWord() {
        upstream.onModel("gpt-there", SLOW);
        String key = newKey("there");
        try (var leader = streams(0, key, "gpt-there")) {
            assertThat(leader.nextData()).isNotNull();
            try (var follower = streams(1, key, "gpt-there")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                assertThat(follower.nextData()).isNotNull();
                assertThat(upstream.inFlight()).as("it is not over yet").isPositive();

                leader.readAll();
                follower.readAll();
                assertThat(follower.body()).isEqualTo(leader.body()).endsWith("data: [DONE]\n\n");
            }
        }
        assertThat(asked("gpt-there")).isEqualTo(1);
    }

    @Test
    @Order(2)
    void aDocumentIsSharedByBoth() throws Exception {
        upstream.onModel("gpt-doc", Script.say("one for both").headersAfter(Duration.ofSeconds(7)));
        String key = newKey("doc");
        try (var http = HttpClient.newHttpClient()) {
            String body = Client.chatBody("gpt-doc", "Tell me.", false);
            var asked = IntStream.range(0, 20)
                    .mapToObj(i -> http.sendAsync(
                            client(i % 2, key).request("POST", CHAT, body), HttpResponse.BodyHandlers.ofString()))
                    .toList();

            for (var one : asked) {
                var reply = one.get(60, TimeUnit.SECONDS);
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.body()).contains("one for both");
            }
        }
        assertThat(asked("gpt-doc")).isEqualTo(1);
    }

    @Test
    @Order(3)
    void whatWasDeletedIsForgottenEverywhereAtOnce() throws Exception {
        String key = newKey("deletes");
        String tenant =
                client(0, key).get("/system/status").json().path("tenant").asText();
        for (int i : new int[] {0, 1}) {
            client(i, key).chat("gpt-near", "Keep it?");
            assertThat(client(i, key).chat("gpt-near", "Keep it?").header("x-cache"))
                    .isEqualTo("HIT");
        }

        tell("{\"tenant\":\"" + tenant + "\"}");

        for (int i : new int[] {0, 1}) {
            long before = asked("gpt-near");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client(i, key)
                                    .chat("gpt-near", "Keep it?", "cache-control", "only-if-cached")
                                    .status())
                            .isEqualTo(404));
            assertThat(asked("gpt-near")).isEqualTo(before);
        }
    }

    @Test
    @Order(4)
    void withoutRedisEachReplicaSharesItsOwn() {
        upstream.onModel("gpt-alone", SLOW);
        String key = newKey("alone");
        redis.kill();
        try {
            try (var leader = streams(0, key, "gpt-alone")) {
                assertThat(leader.nextData()).isNotNull();
                try (var same = streams(0, key, "gpt-alone");
                        var other = streams(1, key, "gpt-alone")) {
                    assertThat(same.header("x-cache")).isEqualTo("JOINED");
                    assertThat(other.header("x-cache")).isEqualTo("MISS");
                    leader.readAll();
                    same.readAll();
                    other.readAll();
                    assertThat(same.body()).isEqualTo(leader.body()).endsWith("data: [DONE]\n\n");
                    assertThat(other.body()).endsWith("data: [DONE]\n\n");
                }
            }
        } finally {
            redis = EmbeddedRedis.start(redis.port());
        }
        assertThat(asked("gpt-alone")).isEqualTo(2);
        await().atMost(SOON)
                .until(() -> gateways.stream()
                        .allMatch(gateway -> new Client(gateway.base(), key)
                                        .get("/system/limits")
                                        .status()
                                == 200));
    }

    @Test
    @Order(5)
    void whenTheOneThatAsksDiesWhoGotPartIsToldAndWhoGotNothingIsAnsweredAllTheSame() throws Exception {
        upstream.onModel("gpt-dies", SLOW);
        String key = newKey("dies");
        await().atMost(SOON).until(() -> joins(key));
        try (var http = HttpClient.newHttpClient();
                var leader = streams(0, key, "gpt-dies")) {
            assertThat(leader.nextData()).isNotNull();
            try (var hasPart = streams(1, key, "gpt-dies")) {
                assertThat(hasPart.header("x-cache")).isEqualTo("JOINED");
                assertThat(hasPart.nextData()).isNotNull();
                var hasNothing = http.sendAsync(
                        client(1, key).request("POST", CHAT, Client.chatBody("gpt-dies", "Tell me.", false)),
                        HttpResponse.BodyHandlers.ofString());

                gateways.getFirst().kill();

                hasPart.readAll();
                assertThat(hasPart.body()).contains("\"error\"").doesNotContain("[DONE]");
                var answered = hasNothing.get(60, TimeUnit.SECONDS);
                assertThat(answered.statusCode()).isEqualTo(200);
                assertThat(answered.body()).contains("w40");
            }
        }
        assertThat(asked("gpt-dies")).isEqualTo(2);
    }

    /** Whether the replicas share again, after Redis came back. */
    private static boolean joins(String key) {
        String model = "gpt-again-" + System.nanoTime();
        upstream.onModel(model, Script.words(8).tokenEvery(Duration.ofMillis(200)));
        try (var leader = streams(0, key, model)) {
            leader.nextData();
            try (var follower = streams(1, key, model)) {
                follower.readAll();
                leader.readAll();
                return "JOINED".equals(follower.header("x-cache"));
            }
        }
    }

    private static void tell(String gone) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Redis.createClient(vertx, redis.url())
                    .send(Request.cmd(Command.PUBLISH).arg("sluice:cache:gone").arg(gone))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private static Client client(int gateway, String key) {
        return new Client(gateways.get(gateway).base(), key);
    }

    private static SseReader streams(int gateway, String key, String model) {
        return SseReader.post(
                        gateways.get(gateway).base() + CHAT,
                        Client.chatBody(model, "Tell me.", true),
                        Map.of("authorization", "Bearer " + key, "content-type", "application/json"))
                .deadline(Duration.ofSeconds(60));
    }

    private static long asked(String model) {
        return upstream.requests().stream()
                .filter(request -> request.body().text().contains("\"" + model + "\""))
                .count();
    }

    private static String newKey(String tenant) {
        var made = new Client(gateways.getFirst().admin(), "test-admin-key")
                .post("/admin/keys", "{\"tenant\":\"" + tenant + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String key = made.json().path("key").asText();
        await().atMost(SOON)
                .until(() -> gateways.stream()
                        .allMatch(gateway -> new Client(gateway.base(), key)
                                        .get("/system/limits")
                                        .status()
                                == 200));
        return key;
    }
}
