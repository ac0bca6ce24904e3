package dev.sluice.cache.predict;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The worker is a stub that takes tasks; the test does what worker and gateway would. */
@QuarkusTest
@TestProfile(PredictionResourceTest.Predicting.class)
class PredictionResourceTest {

    private static final String FIRST = "What does the plan cost?";
    private static final String NEXT = "Is there a discount for a year?";

    /** Prediction is on, and two cases are enough. */
    public static class Predicting implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.cache.prediction.enabled", "true", "sluice.cache.prediction.least", "2");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StubWorker.class));
        }
    }

    /** What a task came with. */
    record Taken(
            @Nullable String tenant,
            @Nullable String project,
            @Nullable String keyId,
            @Nullable String secret,
            JsonNode body) {}

    /** Takes every task. */
    public static class StubWorker implements QuarkusTestResourceLifecycleManager {

        private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
        private final ObjectMapper json = new ObjectMapper();
        private @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                made.createContext("/background/task", this::take);
                made.start();
                server = made;
                return Map.of(
                        "sluice.peers.worker",
                        "http://localhost:" + made.getAddress().getPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void take(HttpExchange exchange) throws IOException {
            var headers = exchange.getRequestHeaders();
            JsonNode body = json.readTree(exchange.getRequestBody());
            taken.add(new Taken(
                    headers.getFirst("x-sluice-tenant"),
                    headers.getFirst("x-sluice-project"),
                    headers.getFirst("x-sluice-key-id"),
                    headers.getFirst("x-sluice-internal"),
                    body));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(taken, new TestInjector.MatchesType(Queue.class));
        }

        @Override
        public void stop() {
            Objects.requireNonNull(server).stop(0);
        }
    }

    Queue<Taken> taken;

    private final CacheClient acme = new CacheClient("follow-" + Ids.next());

    private static CacheQuestion question(String text, @Nullable String session) {
        return new CacheQuestion("gpt-4o", SCOPE, text, false, null, null, null, false, session);
    }

    private static String request(String text) {
        return "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private CacheReply ask(String text, @Nullable String session) {
        return acme.call()
                .header("x-sluice-key-id", "k1")
                .header("x-sluice-project", "shop")
                .body(question(text, session))
                .post("/internal/cache/lookup")
                .then()
                .statusCode(200)
                .extract()
                .as(CacheReply.class);
    }

    private void remember(String text, @Nullable String session, long ttlSeconds) {
        acme.call()
                .header("x-sluice-key-id", "k1")
                .header("x-sluice-project", "shop")
                .body(new CacheEntry(
                        question(text, session), document("About: " + text), ttlSeconds, 1_000, request(text)))
                .post("/internal/cache/remember")
                .then()
                .statusCode(204);
    }

    private void visit(String session) {
        for (String text : List.of(FIRST, NEXT)) {
            if (ask(text, session).outcome() == Outcome.MISS) {
                remember(text, session, 1);
            }
        }
    }

    private Prediction report() {
        return acme.call()
                .get("/cache/prediction")
                .then()
                .statusCode(200)
                .extract()
                .as(Prediction.class);
    }

    private List<Taken> mine() {
        return taken.stream().filter(one -> acme.tenant().equals(one.tenant())).toList();
    }

    private void awaitNothingStored() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> acme.call()
                        .get("/cache/keys")
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Object>>path("entries")
                        .isEmpty());
    }

    @Test
    void whatUsuallyFollowsIsFetchedWhenTheFirstQuestionIsAsked() {
        visit("monday");
        visit("tuesday");
        awaitNothingStored();
        assertThat(mine()).isEmpty();

        assertThat(ask(FIRST, "wednesday").keepRequest()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mine().size() == 1);
        Taken task = mine().getFirst();
        assertThat(task.keyId()).isEqualTo("k1");
        assertThat(task.project()).isEqualTo("shop");
        assertThat(task.secret()).isEqualTo("test-internal-secret");
        assertThat(task.body().path("type").asText()).isEqualTo("prefetch");
        assertThat(task.body().path("priority").asText()).isEqualTo("bulk");
        assertThat(task.body().path("input").path("request").toString()).isEqualTo(request(NEXT));

        // What the worker has the gateway do.
        assertThat(ask(NEXT, CacheQuestion.AHEAD).outcome()).isEqualTo(Outcome.MISS);
        remember(NEXT, CacheQuestion.AHEAD, 600);
        assertThat(report().prefetched()).isEqualTo(1);
        assertThat(report().used()).isZero();

        CacheReply hit = ask(NEXT, "wednesday");
        assertThat(hit.outcome()).isEqualTo(Outcome.HIT);
        assertThat(hit.freshSeconds()).as("every question must come here").isZero();
        Prediction report = report();
        assertThat(report.enabled()).isTrue();
        assertThat(report.used()).isEqualTo(1);
        assertThat(report.wasted()).isZero();
        assertThat(report.precision()).isEqualTo(1.0);

        ask(FIRST, "thursday");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> report().present() == 1);
        assertThat(mine()).as("what is there is not fetched").hasSize(1);
    }

    @Test
    void whatIsDeletedIsNotFetchedAgain() {
        visit("monday");
        visit("tuesday");
        acme.call().post("/cache/clear").then().statusCode(200);
        ask(FIRST, "wednesday");
        assertThat(report().predicted()).isZero();
        assertThat(mine()).isEmpty();
    }

    @Test
    void whoNamesNoSessionIsToldApartByTheKeyAndGuessesTeachNothing() {
        for (int i = 0; i < 3; i++) {
            ask(FIRST, CacheQuestion.AHEAD);
            ask(NEXT, CacheQuestion.AHEAD);
        }
        ask(FIRST, "monday");
        assertThat(report().predicted()).isZero();
        for (int i = 0; i < 3; i++) {
            ask(FIRST, null);
            ask(NEXT, null);
        }
        assertThat(report().predicted()).isPositive();
    }
}
