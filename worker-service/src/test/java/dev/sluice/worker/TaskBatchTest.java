package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static dev.sluice.worker.Http.task;
import static dev.sluice.worker.TaskTermsTest.keywords;
import static dev.sluice.worker.TaskTermsTest.submit;
import static dev.sluice.worker.TaskTermsTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many tasks at once: submitted, listed, followed, counted. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TaskBatchTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectMapper json;

    @Test
    void each_task_of_a_batch_has_its_own_answer() {
        Response reply = as("batcher")
                .body(Map.of(
                        "tasks",
                        List.of(
                                keywords("high"),
                                task("dance", "high", Map.of()),
                                with(keywords("high"), "notBefore", "tomorrow"),
                                with(keywords("high"), "parents", List.of("nobody")),
                                keywords("low"))))
                .post("/background/tasks");

        assertThat(reply.statusCode()).isEqualTo(207);
        reply.then()
                .body("accepted", equalTo(2))
                .body("refused", equalTo(3))
                .body("tasks.index", equalTo(List.of(0, 1, 2, 3, 4)))
                .body("tasks.status", equalTo(List.of(202, 400, 400, 404, 202)))
                .body("tasks[0].state", equalTo("accepted"))
                .body("tasks[0].code", nullValue())
                .body("tasks[1].code", equalTo("unknown_task_type"))
                .body("tasks[1].detail", containsString("keywords"))
                .body("tasks[1].id", nullValue())
                .body("tasks[2].code", equalTo("invalid_field"))
                .body("tasks[3].code", equalTo("not_found"));
        for (int index : List.of(0, 4)) {
            awaitState("batcher", reply.path("tasks[" + index + "].id"), "succeeded");
        }
    }

    @Test
    void a_batch_sent_again_under_its_key_gives_the_same_tasks() {
        Map<String, Object> batch = Map.of("tasks", List.of(keywords("high"), keywords("low"), keywords("high")));

        List<String> first = batch("rebatcher", "b-1", batch).path("tasks.id");
        List<String> again = batch("rebatcher", "b-1", batch).path("tasks.id");
        List<String> other = batch("rebatcher", "b-2", batch).path("tasks.id");

        assertThat(first).hasSize(3).doesNotHaveDuplicates().isEqualTo(again).doesNotContainAnyElementsOf(other);
    }

    @Test
    void a_batch_has_one_to_ten_thousand_tasks_and_as_many_take_seconds() throws Exception {
        for (Object bad : List.of(Map.of(), Map.of("tasks", List.of()), Map.of("tasks", "x"), List.of())) {
            as("big").body(bad).post("/background/tasks").then().statusCode(400).body("code", equalTo("bad_batch"));
        }
        Map<String, Object> small = task("keywords", "bulk", Map.of("text", "Trams."));
        as("big")
                .body(Map.of("tasks", Collections.nCopies(10_001, small)))
                .post("/background/tasks")
                .then()
                .statusCode(400)
                .body("detail", containsString("10000"));

        Response reply = as("big")
                .body(Map.of("tasks", Collections.nCopies(10_000, with(small, "notBefore", tomorrow()))))
                .post("/background/tasks");

        assertThat(reply.statusCode()).isEqualTo(202);
        JsonNode body = json.readTree(reply.asByteArray());
        assertThat(body.get("accepted").asInt()).isEqualTo(10_000);
        Set<String> ids = new HashSet<>();
        body.get("tasks").forEach(item -> ids.add(item.get("id").asText()));
        assertThat(ids).hasSize(10_000);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> as("big").get("/background/stats").then().body("lanes.bulk.waiting", equalTo(10_000)));
    }

    @Test
    void a_list_is_paged_without_gaps_and_filtered() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String lane = i % 2 == 0 ? "high" : "low";
            Map<String, Object> scheduled = with(keywords(lane), "notBefore", tomorrow());
            ids.addFirst(submit("pager", with(scheduled, "labels", Map.of("odd", String.valueOf(i % 2)))));
        }

        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = as("pager").get("/background/tasks?limit=3&cursor=" + cursor);
            paged.addAll(page.path("tasks.id"));
            cursor = page.path("next");
        }
        assertThat(paged).isEqualTo(ids);

        as("pager").get("/background/tasks?lane=low").then().body("tasks", hasSize(3));
        as("pager").get("/background/tasks?label=odd:0").then().body("tasks", hasSize(4));
        as("pager").get("/background/tasks?label=odd").then().body("tasks", hasSize(7));
        as("pager").get("/background/tasks?label=odd:0&lane=low").then().body("tasks", hasSize(0));
        as("pager").get("/background/tasks?state=scheduled,running").then().body("tasks", hasSize(7));
        as("pager").get("/background/tasks?state=dead").then().body("tasks", hasSize(0));
        as("pager").get("/background/tasks?type=summary").then().body("tasks", hasSize(0));
        String middle = as("pager").get("/background/task/" + ids.get(3)).path("createdAt");
        as("pager").get("/background/tasks?from=" + middle).then().body("tasks", hasSize(4));
        as("pager").get("/background/tasks?to=" + middle).then().body("tasks", hasSize(3));
        as("pager").get("/background/tasks?from=now").then().statusCode(400).body("code", equalTo("bad_time"));
        as("pager").get("/background/tasks?cursor=zz").then().statusCode(400).body("code", equalTo("bad_cursor"));
        as("pager").get("/background/tasks?limit=201").then().statusCode(400);
        as("other-pager").get("/background/tasks").then().body("tasks", hasSize(0));
    }

    @Test
    void several_tasks_are_followed_on_one_stream_until_all_have_ended() {
        String done = submit("many", keywords("high"));
        awaitState("many", done, "succeeded");
        String later = submit(
                "many",
                with(keywords("high"), "notBefore", Instant.now().plusSeconds(2).toString()));

        List<SseEvent> events;
        try (SseReader reader = SseReader.get(base + "background/events?ids=" + done + "," + later, headers("many"))) {
            events = reader.readAll();
        }

        assertThat(events.stream()
                        .filter(event -> "done".equals(event.event()))
                        .map(event -> event.id().split(":")[0]))
                .containsExactlyInAnyOrder(done, later);
        assertThat(events.stream().map(SseEvent::id)).doesNotHaveDuplicates();
        as("thief").get("/background/events?ids=" + done).then().statusCode(404);
    }

    @Test
    void all_tasks_of_a_tenant_are_followed_on_one_stream_and_nobody_elses() {
        try (SseReader reader = SseReader.get(base + "background/events", headers("watcher"))) {
            submit("not-watched", keywords("high"));
            String id = submit("watcher", keywords("high"));

            SseEvent event = reader.nextData();
            List<SseEvent> seen = new ArrayList<>();
            while (event != null && !"done".equals(event.event())) {
                seen.add(event);
                event = reader.nextData();
            }
            seen.add(event);
            assertThat(seen).allMatch(one -> one.id().startsWith(id + ":"));
        }
    }

    @Test
    void stats_tell_of_queues_rates_and_workers() {
        String id = submit("counted", keywords("high"));
        awaitState("counted", id, "succeeded");
        submit("counted", with(keywords("low"), "notBefore", tomorrow()));

        as("counted")
                .get("/background/stats")
                .then()
                .body("lanes.high.startedPerMinute", equalTo(1))
                .body("lanes.high.finishedPerMinute", equalTo(1))
                .body("lanes.low.waiting", equalTo(1))
                .body("lanes.low.queued", equalTo(0))
                .body("lanes.values().running", everyItem(equalTo(0)));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> as("counted").get("/background/stats").then().body("workers", greaterThanOrEqualTo(1)));
    }

    private static String tomorrow() {
        return Instant.now().plus(Duration.ofDays(1)).toString();
    }

    private static Response batch(String tenant, String key, Map<String, Object> body) {
        return as(tenant)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/background/tasks")
                .then()
                .statusCode(202)
                .extract()
                .response();
    }

    private static void awaitState(String tenant, String id, String state) {
        TaskTermsTest.awaitState(tenant, id, state);
    }
}
