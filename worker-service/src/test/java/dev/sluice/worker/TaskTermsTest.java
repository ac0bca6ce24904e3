package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What owners ask for beside the work: a time, parents, a limit of waiting, labels; and the same task once. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TaskTermsTest {

    private static final Map<String, Object> INPUT =
            Map.of("text", "The tram line opens in May. It connects the harbour with the university. Cats sleep.");
    private static final String UNKNOWN = "01a1f9ec-0000-7000-8000-000000000000";

    @Inject
    ObjectMapper json;

    @Test
    void a_task_for_later_is_scheduled_and_starts_at_its_time_and_not_before() {
        Instant due = Instant.now().plusSeconds(3);
        String id = submit("later", with(keywords("high"), "notBefore", due.toString()));

        as("later")
                .get("/background/task/" + id)
                .then()
                .body("state", equalTo("scheduled"))
                .body("notBefore", equalTo(due.toString()));
        Response done = awaitState("later", id, "succeeded");

        assertThat(Instant.parse(done.path("startedAt"))).isAfterOrEqualTo(due);
        assertThat(states("later", id)).containsExactly(TaskState.SCHEDULED, TaskState.RUNNING, TaskState.SUCCEEDED);
    }

    @Test
    void a_time_that_has_passed_is_at_once_and_one_too_far_away_is_refused() {
        String id = submit(
                "later",
                with(
                        keywords("high"),
                        "notBefore",
                        Instant.now().minusSeconds(60).toString()));
        awaitState("later", id, "succeeded");

        Instant furthest = Instant.now().plus(Duration.ofDays(90));
        String far = submit(
                "later",
                with(keywords("high"), "notBefore", furthest.minusSeconds(60).toString()));
        as("later").delete("/background/task/" + far).then().statusCode(200).body("state", equalTo("cancelled"));
        refused(with(keywords("high"), "notBefore", furthest.plusSeconds(60).toString()), "bad_not_before", "90 days");
        refused(with(keywords("high"), "notBefore", "tomorrow"), "invalid_field", "notBefore");
    }

    @Test
    void a_child_waits_for_all_its_parents() {
        Instant due = Instant.now().plusSeconds(2);
        String slow = submit("family", with(keywords("high"), "notBefore", due.toString()));
        String quick = submit("family", keywords("high"));
        String child = submit("family", with(keywords("high"), "parents", List.of(slow, quick)));
        awaitState("family", quick, "succeeded");
        as("family").get("/background/task/" + child).then().body("state", equalTo("waiting"));

        Response done = awaitState("family", child, "succeeded");

        assertThat(Instant.parse(done.path("startedAt")))
                .isAfterOrEqualTo(Instant.parse(
                        as("family").get("/background/task/" + slow).path("finishedAt")));
        assertThat(states("family", child))
                .containsExactly(TaskState.WAITING, TaskState.ACCEPTED, TaskState.RUNNING, TaskState.SUCCEEDED);
        assertThat(done.<List<String>>path("parents")).containsExactly(slow, quick);
    }

    @Test
    void a_child_of_parents_that_have_succeeded_starts_at_once() {
        String parent = submit("family", keywords("high"));
        awaitState("family", parent, "succeeded");

        String child = submit("family", with(keywords("high"), "parents", List.of(parent)));

        awaitState("family", child, "succeeded");
        assertThat(states("family", child)).doesNotContain(TaskState.WAITING);
    }

    @Test
    void the_children_of_a_parent_that_does_not_succeed_are_skipped_down_to_the_last_and_say_why() {
        String later = Instant.now().plusSeconds(600).toString();
        String parent = submit("orphans2", with(keywords("high"), "notBefore", later));
        String child = submit("orphans2", with(keywords("high"), "parents", List.of(parent)));
        String grandchild = submit("orphans2", with(keywords("high"), "parents", List.of(child)));

        as("orphans2").delete("/background/task/" + parent).then().statusCode(200);

        assertThat(awaitState("orphans2", child, "skipped").<String>path("error"))
                .contains(parent, "cancelled");
        assertThat(awaitState("orphans2", grandchild, "skipped").<String>path("error"))
                .contains(child, "skipped");
        String lateChild = submit("orphans2", with(keywords("high"), "parents", List.of(parent)));
        awaitState("orphans2", lateChild, "skipped");
    }

    @Test
    void a_parent_must_be_the_tenants_own_so_there_are_no_circles_and_no_spying() {
        String foreign = submit("stranger", keywords("high"));

        for (String missing : List.of(foreign, UNKNOWN, "", "x")) {
            as("family")
                    .body(with(keywords("high"), "parents", List.of(missing)))
                    .post("/background/task")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("not_found"));
        }
        refused(
                with(keywords("high"), "parents", java.util.Collections.nCopies(101, UNKNOWN)),
                "too_many_parents",
                "at most 100");
    }

    @Test
    void a_waiting_child_can_be_cancelled_and_never_runs() {
        String later = Instant.now().plusSeconds(600).toString();
        String parent = submit("family", with(keywords("high"), "notBefore", later));
        String child = submit("family", with(keywords("high"), "parents", List.of(parent)));

        as("family").delete("/background/task/" + child).then().statusCode(200).body("attempt", equalTo(0));
        as("family").delete("/background/task/" + parent).then().statusCode(200);

        assertThat(states("family", child)).containsExactly(TaskState.WAITING, TaskState.CANCELLED);
    }

    @Test
    void bounds_of_waiting_and_keeping_are_told() {
        refused(with(keywords("high"), "startWithinSeconds", 0), "invalid_field", "startWithinSeconds");
        submit("acme", with(keywords("high"), "startWithinSeconds", 1));
        submit("acme", with(keywords("high"), "startWithinSeconds", 30 * 86_400));
        refused(with(keywords("high"), "startWithinSeconds", 30 * 86_400 + 1), "invalid_field", "2592000");
        refused(with(keywords("high"), "keepSeconds", 3_599), "invalid_field", "keepSeconds");
        submit("acme", with(keywords("high"), "keepSeconds", 3_600));
        submit("acme", with(keywords("high"), "keepSeconds", 30 * 86_400));
        refused(with(keywords("high"), "keepSeconds", 30 * 86_400 + 1), "invalid_field", "3600");
    }

    @Test
    void labels_are_kept_shown_and_bounded() {
        String id = submit("labels", with(keywords("high"), "labels", Map.of("job", "nightly")));

        as("labels").get("/background/task/" + id).then().body("labels.job", equalTo("nightly"));
        refused(with(keywords("high"), "labels", Map.of("", "x")), "bad_labels", "16 labels");
        refused(with(keywords("high"), "labels", Map.of("a:b", "x")), "bad_labels", "':'");
        refused(with(keywords("high"), "labels", Map.of("a", "x".repeat(65))), "bad_labels", "64");
        submit("labels", with(keywords("high"), "labels", Map.of("a", "x".repeat(64))));
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 16; i++) {
            many.put("l" + i, "v");
        }
        submit("labels", with(keywords("high"), "labels", many));
        many.put("l16", "v");
        refused(with(keywords("high"), "labels", many), "bad_labels", "16 labels");
    }

    @Test
    void sixty_four_equal_submissions_at_once_are_one_task() throws Exception {
        Set<String> ids = new HashSet<>();
        var body = with(keywords("high"), "labels", Map.of("a", "1"));
        try (var threads = Executors.newFixedThreadPool(64)) {
            List<Callable<String>> same = java.util.Collections.nCopies(
                    64,
                    () -> as("once")
                            .header("Idempotency-Key", "k-64")
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
        String id = ids.iterator().next();
        awaitState("once", id, "succeeded");
        assertThat(states("once", id)).containsExactly(TaskState.ACCEPTED, TaskState.RUNNING, TaskState.SUCCEEDED);
        for (Map<String, Object> other : List.of(
                keywords("high"),
                with(body, "labels", Map.of("a", "2")),
                with(body, "keepSeconds", 3_600),
                with(body, "notBefore", "2026-11-20T12:00:00Z"))) {
            as("once")
                    .header("Idempotency-Key", "k-64")
                    .body(other)
                    .post("/background/task")
                    .then()
                    .statusCode(422);
        }
    }

    @Test
    void an_idempotency_key_has_bounds() {
        as("once")
                .header("Idempotency-Key", "x".repeat(256))
                .body(keywords("high"))
                .post("/background/task")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad_idempotency_key"));
        as("once")
                .header("Idempotency-Key", "x".repeat(255))
                .body(keywords("high"))
                .post("/background/task")
                .then()
                .statusCode(202);
    }

    private List<TaskState> states(String tenant, String id) {
        return new TopicReader(KafkaTestResource.bootstrap(), json)
                .records(tenant).stream()
                        .filter(record -> record.id().equals(id))
                        .map(TaskRecord::state)
                        .distinct()
                        .toList();
    }

    static Map<String, Object> keywords(String lane) {
        return task("keywords", lane, INPUT);
    }

    static Map<String, Object> with(Map<String, Object> task, String field, Object value) {
        Map<String, Object> other = new HashMap<>(task);
        other.put(field, value);
        return other;
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

    static String submit(String tenant, Map<String, Object> body) {
        return as(tenant)
                .body(body)
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    static Response awaitState(String tenant, String id, String state) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> as(tenant).get("/background/task/" + id), answer -> state.equals(answer.path("state")));
    }
}
