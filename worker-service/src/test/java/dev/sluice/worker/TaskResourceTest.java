package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.LedgerChecker;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TaskResourceTest {

    private static final String TEXT =
            "Sluice stands between applications and language models. It caches answers. It limits requests. "
                    + "The cache keeps answers apart by tenant. The limits count requests, tokens and money.";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectMapper json;

    @Test
    void a_submitted_task_is_accepted_and_comes_to_its_result() {
        Response accepted = as("acme")
                .body(task("keywords", "high", Map.of("text", TEXT, "count", 5)))
                .post("/background/task");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.<String>path("state")).isEqualTo("accepted");
        String location = accepted.header("Location");
        assertThat(location).endsWith("/background/task/" + accepted.path("id"));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> as("acme")
                        .get(location)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("succeeded"))
                        .body("madeBy", equalTo("local:keyphrases"))
                        .body("progress", equalTo(100))
                        .body("attempt", equalTo(1))
                        .body("result.keywords", hasSize(5)));
    }

    @Test
    void a_summary_is_made_of_the_texts_own_sentences() {
        String id = submit("acme", task("summary", "normal", Map.of("text", TEXT, "sentences", 2)));

        Response done = awaitEnd("acme", id);

        assertThat(done.<String>path("madeBy")).isEqualTo("local:lexrank");
        assertThat(done.<List<String>>path("result.sentences")).hasSize(2).allMatch(TEXT::contains);
    }

    @Test
    void a_prompt_for_the_built_in_model_needs_no_key_and_gives_a_chat_completion() {
        String id = submit("acme", task("prompt", "low", Http.local(TEXT + " What do the limits count?")));

        assertThat(awaitEnd("acme", id).<String>path("result.choices[0].message.content"))
                .contains("The limits count requests, tokens and money.");
    }

    @Test
    void many_tasks_on_all_lanes_obey_the_ledger() throws Exception {
        Set<String> ids = new HashSet<>();
        List<Callable<String>> submissions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String lane = List.of("critical", "high", "normal", "low", "bulk").get(i % 5);
            String text = TEXT + " Number " + i + ".";
            submissions.add(() -> submit(
                    "ledger", task(text.length() % 2 == 0 ? "summary" : "keywords", lane, Map.of("text", text))));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var submitted : threads.invokeAll(submissions)) {
                ids.add(submitted.get());
            }
        }
        assertThat(ids).hasSize(60);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("ledger")
                        .get("/background/task?state=succeeded&limit=200")
                        .then()
                        .body("tasks", hasSize(60)));

        var topics = new TopicReader(KafkaTestResource.bootstrap(), json);
        LedgerChecker.tasks()
                .accepted(ids)
                .states(topics.states("ledger"))
                .results(topics.results("ledger"))
                .maxAttempts(3)
                .check()
                .assertClean();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            List<String> events = topics.finalEvents("ledger");
            assertThat(events).hasSize(60).doesNotHaveDuplicates();
        });
    }

    @Test
    void a_task_of_another_tenant_is_as_missing_as_one_that_never_was() {
        String id = submit("owner", task("keywords", "high", Map.of("text", TEXT)));

        as("thief").get("/background/task/" + id).then().statusCode(404);
        as("thief").delete("/background/task/" + id).then().statusCode(404);
        as("thief").get("/background/task/" + id + "/events").then().statusCode(404);
        as("thief").get("/background/task").then().body("tasks", hasSize(0));
        as("thief")
                .get("/background/task/01a1f9ec-0000-7000-8000-000000000000")
                .then()
                .statusCode(404);
    }

    @Test
    void the_same_key_and_body_give_the_same_task_and_another_body_is_refused() throws Exception {
        var body = task("keywords", "high", Map.of("text", TEXT));
        Set<String> ids = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Callable<String>> same = java.util.Collections.nCopies(
                    32,
                    () -> as("idem")
                            .header("Idempotency-Key", "k-1")
                            .body(body)
                            .post("/background/task")
                            .then()
                            .statusCode(202)
                            .extract()
                            .path("id"));
            for (var submitted : threads.invokeAll(same)) {
                ids.add(submitted.get());
            }
        }

        assertThat(ids).hasSize(1);
        as("idem")
                .header("Idempotency-Key", "k-1")
                .body(task("keywords", "low", Map.of("text", TEXT)))
                .post("/background/task")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        String other = as("other-idem")
                .header("Idempotency-Key", "k-1")
                .body(body)
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(ids).doesNotContain(other);
    }

    @Test
    void a_followed_task_tells_its_states_until_the_end_and_can_be_resumed() {
        String id = submit("follower", task("keywords", "high", Map.of("text", TEXT)));

        List<SseEvent> events;
        try (SseReader reader = SseReader.get(base + "background/task/" + id + "/events", headers("follower"))) {
            events = reader.readAll();
        }
        assertThat(events.getLast().event()).isEqualTo("done");
        assertThat(events.getLast().data()).contains("\"succeeded\"", "\"keywords\"");
        assertThat(events.stream().map(e -> Long.parseLong(e.id()))).isSorted().doesNotHaveDuplicates();

        var again = new java.util.HashMap<>(headers("follower"));
        again.put("Last-Event-ID", events.getFirst().id());
        try (SseReader reader = SseReader.get(base + "background/task/" + id + "/events", again)) {
            assertThat(reader.readAll().getLast().event()).isEqualTo("done");
        }
    }

    @Test
    void a_finished_task_cannot_be_cancelled() {
        String id = submit("acme", task("keywords", "high", Map.of("text", TEXT)));
        awaitEnd("acme", id);

        as("acme").delete("/background/task/" + id).then().statusCode(409).body("detail", containsString("succeeded"));
    }

    @Test
    void tasks_are_listed_newest_first_and_filtered() {
        String first = submit("lister", task("keywords", "high", Map.of("text", TEXT)));
        String second = submit("lister", task("summary", "high", Map.of("text", TEXT)));

        as("lister").get("/background/task").then().body("tasks.id", equalTo(List.of(second, first)));
        as("lister").get("/background/task?type=summary").then().body("tasks.type", everyItem(equalTo("summary")));
        as("lister").get("/background/task?limit=1").then().body("tasks", hasSize(1));
        as("lister").get("/background/task?limit=200").then().statusCode(200);
        as("lister").get("/background/task?limit=201").then().statusCode(400);
        as("lister")
                .get("/background/task?state=asleep")
                .then()
                .statusCode(400)
                .body("detail", containsString("backoff"));
    }

    @Test
    void bad_submissions_are_refused_with_a_remedy() {
        refused(
                task("dance", "high", Map.of("text", TEXT)),
                "unknown_task_type",
                "analytics, batch, fact-check, keywords, prefetch, prompt, quiz, search, similarity, study-plan, summary, synthesis");
        refused(
                task("summary", "urgent", Map.of("text", TEXT)),
                "unknown_priority",
                "critical, high, normal, low, bulk");
        refused(task("summary", "high", Map.of()), "invalid_input", "input.text");
        refused(task("summary", "high", Map.of("text", " ")), "invalid_input", "blank");
        refused(task("summary", "high", Map.of("text", 7)), "invalid_input", "not a text");
        refused(task("summary", "high", Map.of("text", TEXT, "sentences", 0)), "invalid_input", "from 1 to 20");
        refused(task("summary", "high", Map.of("text", TEXT, "sentences", 21)), "invalid_input", "from 1 to 20");
        refused(task("summary", "high", Map.of("text", TEXT, "lenght", 3)), "invalid_input", "input.lenght");
        refused(task("summary", "high", Map.of("text", "x".repeat(200_001))), "input_too_long", "at most 200000");
        refused(Map.of("input", Map.of()), "unknown_task_type", "missing");
        refused(Map.of("type", "summary", "input", "text"), "invalid_field", "input");
        as("acme").body("{").post("/background/task").then().statusCode(400);
        as("acme")
                .body(task("summary", "high", Map.of("text", "x".repeat(200_000))))
                .post("/background/task")
                .then()
                .statusCode(202);
    }

    @Test
    void the_lanes_are_counted() {
        as("counter")
                .get("/background/stats")
                .then()
                .statusCode(200)
                .body("lanes.bulk.queued", equalTo(0))
                .body("complete", equalTo(true));
    }

    @Test
    void the_status_tells_what_is_held() {
        as("acme")
                .get("/internal/status")
                .then()
                .statusCode(200)
                .body("service", equalTo("worker-service"))
                .body("state", equalTo("UP"))
                .body("details.kafka", equalTo("up"))
                .body("details.leases", equalTo("local"));
    }

    private static void refused(Map<String, Object> body, String code, String saying) {
        as("acme")
                .body(body)
                .post("/background/task")
                .then()
                .statusCode(400)
                .body("code", equalTo(code))
                .body("detail", containsString(saying));
    }

    private static String submit(String tenant, Map<String, Object> body) {
        return as(tenant)
                .body(body)
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static Response awaitEnd(String tenant, String id) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> as(tenant).get("/background/task/" + id).then().body("state", equalTo("succeeded")));
        return as(tenant).get("/background/task/" + id);
    }
}
