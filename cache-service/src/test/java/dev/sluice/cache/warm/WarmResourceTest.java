package dev.sluice.cache.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cache.CacheClient;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = WarmResourceTest.Worker.class, restrictToAnnotatedClass = true)
class WarmResourceTest {

    /** A worker-service that does each task when it is looked at for the second time, at a cent each. */
    public static final class Worker implements QuarkusTestResourceLifecycleManager {

        static final List<JsonNode> TASKS = new CopyOnWriteArrayList<>();
        static final List<String> CALLERS = new CopyOnWriteArrayList<>();
        /** While set, no task ends. */
        static final AtomicBoolean HOLDING = new AtomicBoolean();

        private static final Map<String, Integer> LOOKS = new ConcurrentHashMap<>();
        private static final Map<String, String> QUESTIONS = new ConcurrentHashMap<>();
        private static final ObjectMapper JSON = new ObjectMapper();

        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/background/task", Worker::serve);
            server.start();
            return Map.of(
                    "sluice.peers.worker",
                    "http://localhost:" + server.getAddress().getPort());
        }

        private static void serve(HttpExchange call) throws IOException {
            if (call.getRequestMethod().equals("POST")) {
                JsonNode task = JSON.readTree(call.getRequestBody());
                TASKS.add(task);
                CALLERS.add(call.getRequestHeaders().getFirst("x-sluice-tenant") + " "
                        + call.getRequestHeaders().getFirst("x-sluice-key-id"));
                String id = call.getRequestHeaders().getFirst("Idempotency-Key");
                JsonNode messages = task.at("/input/request/messages");
                QUESTIONS.put(
                        id, messages.get(messages.size() - 1).get("content").asText());
                answer(call, 202, "{\"id\":\"%s\"}".formatted(id));
                return;
            }
            String id = call.getRequestURI().getPath().substring("/background/task/".length());
            boolean done = LOOKS.merge(id, 1, Integer::sum) > 1 && !HOLDING.get();
            String question = QUESTIONS.getOrDefault(id, "");
            String state = !done ? "running" : question.contains("fail") ? "failed" : "succeeded";
            answer(call, 200, """
                    {"id":"%s","type":"prefetch","priority":"bulk","state":"%s","progress":5,"attempt":1,
                     "createdAt":"2026-01-01T00:00:00Z","result":{"cache":"%s","costUsd":"0.010000000"},"error":%s}
                    """.formatted(
                            id,
                            state,
                            question.contains("known") ? "HIT" : "MISS",
                            state.equals("failed") ? "\"The gateway answered 404.\"" : "null"));
        }

        private static void answer(HttpExchange call, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("content-type", "application/json");
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());

    @BeforeEach
    void quiet() {
        Worker.TASKS.clear();
        Worker.CALLERS.clear();
        Worker.HOLDING.set(false);
    }

    @Test
    void eachQuestionBecomesABulkTaskOfTheCallersKeyAndIsCounted() {
        String id = order(Map.of(
                        "model",
                        "gpt-4o",
                        "system",
                        "Be brief.",
                        "parameters",
                        Map.of("temperature", 0),
                        "questions",
                        List.of("Why?", "Why?", "known?", "fail?")))
                .statusCode(202)
                .body("state", equalTo("running"))
                .body("questions", equalTo(3))
                .extract()
                .path("id");

        awaitState(id, "done")
                .body("submitted", equalTo(3))
                .body("asked", equalTo(1))
                .body("known", equalTo(1))
                .body("failed", equalTo(1))
                .body("costNano", equalTo(20_000_000))
                .body("error", equalTo("The gateway answered 404."));
        assertThat(Worker.CALLERS.stream().filter(own -> own.startsWith(acme.tenant())))
                .hasSize(3)
                .containsOnly(acme.tenant() + " key-1");
        JsonNode first = Worker.TASKS.stream()
                .filter(task -> task.at("/input/request/messages").size() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(first.get("type").asText()).isEqualTo("prefetch");
        assertThat(first.get("priority").asText()).isEqualTo("bulk");
        assertThat(first.at("/input/request/model").asText()).isEqualTo("gpt-4o");
        assertThat(first.at("/input/request/temperature").asInt(-1)).isZero();
        assertThat(first.at("/input/request/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(first.at("/input/request/messages/1/content").asText()).isEqualTo("Why?");
    }

    @Test
    void theSameOrderIsTheSameJobAndNobodyElsesToSee() {
        Map<String, Object> order = Map.of("model", "gpt-4o", "questions", List.of("One?", "Two?"));
        Worker.HOLDING.set(true);
        String id = order(order).statusCode(202).extract().path("id");
        order(order).statusCode(202).body("id", equalTo(id));
        Worker.HOLDING.set(false);
        awaitState(id, "done");

        assertThat(Worker.CALLERS.stream().filter(own -> own.startsWith(acme.tenant())))
                .hasSize(2);
        acme.call().get("/cache/warm").then().body("jobs", hasSize(1)).body("jobs[0].id", equalTo(id));
        var other = new CacheClient("other-" + Ids.next());
        other.call().get("/cache/warm").then().body("jobs", hasSize(0));
        other.call().get("/cache/warm/" + id).then().statusCode(404);
    }

    @Test
    void whenTheMoneyIsSpentTheRestIsLeftOut() {
        String id = order(Map.of(
                        "model",
                        "gpt-4o",
                        "questions",
                        IntStream.range(0, 30)
                                .mapToObj(i -> "Question " + i + "?")
                                .toList(),
                        "budget",
                        Map.of("usd", 0.05)))
                .statusCode(202)
                .extract()
                .path("id");

        int asked = awaitState(id, "budget-spent").extract().path("asked");
        assertThat(asked).isBetween(5, 8);
        assertThat(Worker.CALLERS.stream().filter(own -> own.startsWith(acme.tenant())))
                .hasSize(asked);
    }

    @Test
    void aBudgetOfRequestsBoundsTheOrder() {
        order(Map.of("model", "gpt-4o", "questions", List.of("A?", "B?", "C?"), "budget", Map.of("requests", 2)))
                .statusCode(202)
                .body("questions", equalTo(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"questions\":[\"a\"]} | missing_model",
                "{\"model\":\"m\"} | invalid_questions",
                "{\"model\":\"m\",\"questions\":[]} | invalid_questions",
                "{\"model\":\"m\",\"questions\":[\" \"]} | invalid_question",
                "{\"model\":\"m\",\"questions\":[null]} | invalid_question",
                "{\"model\":\"m\",\"questions\":[\"a\"],\"budget\":{\"usd\":0}} | invalid_budget",
                "{\"model\":\"m\",\"questions\":[\"a\"],\"budget\":{\"requests\":0}} | invalid_budget",
                "{\"model\":\"m\",\"questions\":[\"a\"],\"parameters\":{\"stream\":true}} | invalid_parameter"
            })
    void aWrongOrderIsRefused(String body, String code) {
        call().body(body).post("/cache/warm").then().statusCode(400).body("code", equalTo(code));
        assertThat(Worker.CALLERS).noneMatch(own -> own.startsWith(acme.tenant()));
    }

    @Test
    void anOrderHasABoundAndAPayer() {
        List<String> most = new ArrayList<>(Collections.nCopies(1_001, "Why?"));
        order(Map.of("model", "m", "questions", most)).statusCode(400).body("code", equalTo("invalid_questions"));
        acme.call()
                .body(Map.of("model", "m", "questions", List.of("Why?")))
                .post("/cache/warm")
                .then()
                .statusCode(400)
                .body("code", equalTo("no_key"));
    }

    private RequestSpecification call() {
        return acme.call().header("x-sluice-key-id", "key-1");
    }

    private ValidatableResponse order(Map<String, Object> order) {
        return call().body(order).post("/cache/warm").then();
    }

    private ValidatableResponse awaitState(String id, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> call().get("/cache/warm/" + id)
                        .then()
                        .extract()
                        .path("state")
                        .equals(state));
        return call().get("/cache/warm/" + id).then();
    }
}
