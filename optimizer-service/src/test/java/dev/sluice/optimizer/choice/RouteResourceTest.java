package dev.sluice.optimizer.choice;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code /optimize/route} beside a cache-service that has one vector for everything. */
@QuarkusTest
@TestProfile(RouteResourceTest.WithMeaning.class)
@QuarkusTestResource(value = RouteResourceTest.OneVector.class, restrictToAnnotatedClass = true)
class RouteResourceTest {

    /** Vectors are asked for. */
    public static final class WithMeaning implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.optimizer.meaning.enabled", "true",
                    "sluice.optimizer.route.deadline", "60s",
                    "sluice.kafka.bootstrap", "127.0.0.1:1");
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

    private static ValidatableResponse ask(Map<String, Object> question) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(question)
                .post("/optimize/route")
                .then();
    }
}
