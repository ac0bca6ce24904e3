package dev.sluice.optimizer.choice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.optimizer.feedback.Told;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code /optimize/route} beside a cache-service that has one vector for everything. */
@QuarkusTest
@TestProfile(RouteResourceTest.WithMeaning.class)
@QuarkusTestResource(value = RouteResourceTest.OneVector.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
class RouteResourceTest {

    /** Vectors are asked for. */
    public static final class WithMeaning implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.optimizer.meaning.enabled", "true",
                    "sluice.optimizer.route.deadline", "60s");
        }
    }

    /** Stands where the cache-service would; a text with "nowhere" gets a 503. */
    public static final class OneVector implements QuarkusTestResourceLifecycleManager {

        private @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ByteBuffer vector = ByteBuffer.allocate(384 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 384; i++) {
                vector.putFloat(i % 7 - 3);
            }
            String item = "{\"embedding\":\"" + Base64.getEncoder().encodeToString(vector.array()) + "\"}";
            server.createContext("/v1/embeddings", exchange -> {
                String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] reply = ("{\"data\":[" + item + "]}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(asked.contains("nowhere") ? 404 : 200, reply.length);
                exchange.getResponseBody().write(reply);
                exchange.close();
            });
            server.start();
            return Map.of(
                    "sluice.peers.cache",
                    "http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stop(0);
            }
        }
    }

    @Inject
    Experience experience;

    @Inject
    KafkaClients clients;

    @Inject
    TopicBootstrap topics;

    @Inject
    ObjectMapper json;

    @Test
    void aQuestionGetsAChoiceWithItsOddsAndItsReason() {
        ask(Map.of("text", "Why?", "promptTokens", 12, "cheap", "openai/gpt-4o-mini", "strong", "openai/gpt-4o"))
                .statusCode(200)
                .body("choice", anyOf(equalTo("cheap"), equalTo("strong")))
                .body("cheapIsRight", notNullValue())
                .body("strongIsRight", notNullValue())
                .body("reason", anyOf(equalTo("gain"), equalTo("novel")));
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheRemedy() {
        ask(Map.of("text", " ", "promptTokens", 1, "cheap", "a/b", "strong", "c/d"))
                .statusCode(400)
                .body("detail", containsString("Send the question"));
        ask(Map.of("text", "Why?", "promptTokens", 1, "strong", "c/d"))
                .statusCode(400)
                .body("detail", containsString("'cheap' and 'strong'"));
        given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(Map.of("choice", "cheap", "expected", 1.5, "right", true))
                .post("/optimize/route/feedback")
                .then()
                .statusCode(400)
                .body("detail", containsString("0 to 1"));
    }

    @Test
    void withoutAVectorThereIsNoAdvice() {
        ask(Map.of("text", "nowhere", "promptTokens", 1, "cheap", "a/b", "strong", "c/d"))
                .statusCode(503)
                .header("Retry-After", "1")
                .contentType("application/problem+json");
    }

    @Test
    void whatIsToldOfAnswersCorrectsTheTenantsOddsAndIsReadAgainFromTheTopic() throws Exception {
        String tenant = "t-" + UUID.randomUUID();
        Map<String, Object> question =
                Map.of("text", "Why?", "promptTokens", 12, "cheap", "openai/gpt-4o-mini", "strong", "openai/gpt-4o");
        float before = ask(tenant, question).extract().path("cheapIsRight");
        for (int i = 0; i < 30; i++) {
            given().contentType("application/json")
                    .header("x-sluice-internal", "test-internal-secret")
                    .header("x-sluice-tenant", tenant)
                    .body(Map.of("choice", "cheap", "expected", before, "right", false))
                    .post("/optimize/route/feedback")
                    .then()
                    .statusCode(200);
        }

        assertThat(ask(tenant, question).extract().<Float>path("cheapIsRight")).isLessThan(before);

        var anew = new Experience();
        try (var fold = new TopicFold(Topics.optimizerFeedback(), clients, topics, record -> heard(anew, record))) {
            fold.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            anew.of(tenant).cheap() == experience.of(tenant).cheap());
        }
        assertThat(anew.of(tenant).cheap()).isNegative();
    }

    @Test
    void feedbackIsTaken() {
        given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(Map.of("choice", "cheap", "expected", 0.8, "right", true))
                .post("/optimize/route/feedback")
                .then()
                .statusCode(200)
                .body("learnt", equalTo(true));
    }

    private void heard(Experience anew, ConsumerRecord<String, byte[]> record) {
        try {
            anew.heard(json.readValue(record.value(), Told.class), Instant.ofEpochMilli(record.timestamp()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValidatableResponse ask(Map<String, Object> question) {
        return ask("acme", question);
    }

    private static ValidatableResponse ask(String tenant, Map<String, Object> question) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .body(question)
                .post("/optimize/route")
                .then();
    }
}
