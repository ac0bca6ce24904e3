package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.LedgerChecker;
import dev.sluice.testkit.RedisTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a gateway to ask, leases in Redis, and what killed workers left behind. */
@QuarkusTest
@TestProfile(WithModelTest.Profile.class)
class WithModelTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.worker.llm.api-key", "sk-sl-worker",
                    "sluice.worker.llm.model", "gpt-test",
                    "sluice.worker.execution.slots", "2",
                    // So small that bodies are read back from Kafka.
                    "sluice.worker.tasks.bodies", "1K");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class, KafkaTestResource.ALONE),
                    new TestResourceEntry(RedisTestResource.class),
                    new TestResourceEntry(SeededTasks.class),
                    new TestResourceEntry(FiguresTestResource.class),
                    new TestResourceEntry(
                            UpstreamTestResource.class,
                            Map.of("sluice.peers.gateway", "{url}", "sluice.peers.cache", "{url}")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private static final String TEXT =
            "The tram line opens in May. It connects the harbour with the university. A ticket costs two euros. Cats sleep.";

    ScriptedUpstream gateway;

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void quiet() {
        gateway.reset();
    }

    @Test
    void what_killed_workers_left_behind_is_finished_exactly_once() {
        for (String id : List.of(
                SeededTasks.NOT_WOKEN,
                SeededTasks.WOKEN_THRICE,
                SeededTasks.KILLED_AT_WORK,
                SeededTasks.RESTING,
                SeededTasks.FINISHED)) {
            awaitState(SeededTasks.TENANT, id, "succeeded");
        }
        awaitState(SeededTasks.TENANT, SeededTasks.KILLED_AT_ITS_LAST_ATTEMPT, "dead");

        as(SeededTasks.TENANT)
                .get("/background/task/" + SeededTasks.KILLED_AT_WORK)
                .then()
                .body("attempt", equalTo(2));
        as(SeededTasks.TENANT)
                .get("/background/task/" + SeededTasks.WOKEN_THRICE)
                .then()
                .body("attempt", equalTo(1));
        var topics = new TopicReader(KafkaTestResource.bootstrap(), json);
        LedgerChecker.tasks()
                .accepted(SeededTasks.ids())
                .states(topics.states(SeededTasks.TENANT))
                .maxAttempts(3)
                .check()
                .assertClean();
        assertThat(topics.results(SeededTasks.TENANT)).hasSize(4).doesNotHaveDuplicates();
        assertThat(topics.dead(SeededTasks.TENANT)).containsExactly(SeededTasks.KILLED_AT_ITS_LAST_ATTEMPT);
    }

    @Test
    void an_idempotency_key_is_known_after_a_restart() {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> as(SeededTasks.TENANT)
                        .header("Idempotency-Key", SeededTasks.IDEMPOTENCY_KEY)
                        .body(task("keywords", "normal", Map.of("text", SeededTasks.TEXT)))
                        .post("/background/task")
                        .then()
                        .statusCode(202)
                        .body("id", equalTo(SeededTasks.FINISHED)));
        as(SeededTasks.TENANT)
                .header("Idempotency-Key", SeededTasks.IDEMPOTENCY_KEY)
                .body(task("keywords", "high", Map.of("text", SeededTasks.TEXT)))
                .post("/background/task")
                .then()
                .statusCode(422);
    }

    @Test
    void a_prompt_that_no_key_had_sent_goes_through_the_gateway_with_the_workers_key() {
        String id = prompt("prompter", "gpt-9", "What is new?");

        Response done = awaitState("prompter", id, "succeeded");

        assertThat(done.<String>path("madeBy")).startsWith("llm:gpt-9");
        assertThat(done.<String>path("result.choices[0].message.content")).contains("What is new?");
        assertThat(gateway.lastRequest().header("authorization")).isEqualTo("Bearer sk-sl-worker");
        assertThat(gateway.lastRequest().json().has("stream")).isFalse();
    }

    @Test
    void what_a_key_had_done_is_asked_for_that_key_and_never_with_the_workers() {
        String prompt = as("payer")
                .header("x-sluice-key-id", "k9")
                .body(task("prompt", "high", chat("gpt-9", "What is mine?")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        awaitState("payer", prompt, "succeeded");
        askedForTheKey();
        assertThat(gateway.lastRequest().json().at("/messages/0/content").asText())
                .isEqualTo("What is mine?");

        String summary = as("payer")
                .header("x-sluice-key-id", "k9")
                .body(task("summary", "high", Map.of("text", TEXT, "model", "gpt-8")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(awaitState("payer", summary, "succeeded").<String>path("madeBy"))
                .isEqualTo("llm:gpt-8");
        askedForTheKey();
        assertThat(gateway.lastRequest().header("openai-organization")).isNull();
    }

    private void askedForTheKey() {
        var asked = gateway.lastRequest();
        assertThat(asked.header("x-sluice-internal")).isEqualTo("test-internal-secret");
        assertThat(asked.header("x-sluice-tenant")).isEqualTo("payer");
        assertThat(asked.header("x-sluice-key-id")).isEqualTo("k9");
        assertThat(asked.header("authorization")).isNull();
    }

    @Test
    void what_the_subject_of_a_token_had_done_is_asked_with_the_workers_key() {
        String id = as("payer")
                .header("x-sluice-key-id", "corp:alice")
                .body(task("prompt", "high", chat("gpt-9", "Whose?")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        awaitState("payer", id, "succeeded");

        assertThat(gateway.lastRequest().header("authorization")).isEqualTo("Bearer sk-sl-worker");
        assertThat(gateway.lastRequest().header("x-sluice-internal")).isNull();
    }

    @Test
    void a_model_that_the_input_names_is_never_replaced_by_a_local_method() {
        gateway.onModel("gpt-missing", Script.error(404));
        String id = submit("exact", task("summary", "high", Map.of("text", TEXT, "model", "gpt-missing")));

        assertThat(awaitState("exact", id, "failed").<String>path("error")).contains("404");

        String local = submit("exact", task("summary", "high", Map.of("text", TEXT, "model", "local")));
        assertThat(awaitState("exact", local, "succeeded").<String>path("madeBy"))
                .startsWith("local:");
    }

    @Test
    void what_is_fetched_ahead_is_asked_for_the_key_that_wanted_it_at_bulk_priority() {
        gateway.onModel("gpt-9", Script.say("a lock").header("x-cache", "MISS").header("x-sluice-cost", "0.002"));
        String id = as("guesser")
                .header("x-sluice-key-id", "k7")
                .body(task("prefetch", "bulk", Map.of("request", chat("gpt-9", "What is next?"))))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        Response done = awaitState("guesser", id, "succeeded");

        assertThat(done.<Boolean>path("result.fetched")).isTrue();
        assertThat(done.<String>path("result.cache")).isEqualTo("MISS");
        assertThat(done.<String>path("result.costUsd")).isEqualTo("0.002");
        var asked = gateway.lastRequest();
        assertThat(asked.json().at("/messages/0/content").asText()).isEqualTo("What is next?");
        assertThat(asked.header("x-sluice-internal")).isEqualTo("test-internal-secret");
        assertThat(asked.header("x-sluice-tenant")).isEqualTo("guesser");
        assertThat(asked.header("x-sluice-key-id")).isEqualTo("k7");
        assertThat(asked.header("x-sluice-priority")).isEqualTo("bulk");
        assertThat(asked.header("authorization")).isNull();
    }

    @Test
    void nobody_can_have_something_fetched_ahead_without_a_key_or_a_request() {
        String id = as("guesser")
                .body(task("prefetch", "bulk", Map.of("request", chat("gpt-9", "What is next?"))))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(awaitState("guesser", id, "failed").<String>path("error")).contains("No API key");
        as("guesser")
                .body(task("prefetch", "bulk", Map.of("request", Map.of("model", "gpt-9"))))
                .post("/background/task")
                .then()
                .statusCode(400);
    }

    private static Map<String, Object> chat(String model, String text) {
        return Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", text)));
    }

    @Test
    void a_busy_upstream_is_asked_again_not_before_it_says_and_the_attempt_does_not_count() {
        gateway.onModel("busy", Script.error(429).header("retry-after", "1"));
        String id = prompt("patient", "busy", "Later?");
        Response resting = awaitState("patient", id, "backoff");
        assertThat(resting.<String>path("error")).isEqualTo("The gateway answered 429.");
        gateway.onModel("busy", Script.say("now"));

        Response done = awaitState("patient", id, "succeeded");

        assertThat(done.<Integer>path("attempt")).isEqualTo(1);
        assertThat(done.<String>path("error")).isNull();
    }

    @Test
    void what_would_fail_again_fails_at_once_and_tells_nothing_of_the_prompt() {
        gateway.onModel("strict", Script.error(400, "bad prompt: papaya"));
        String id = prompt("strict", "strict", "papaya");

        Response failed = awaitState("strict", id, "failed");

        assertThat(failed.<Integer>path("attempt")).isEqualTo(1);
        assertThat(failed.<String>path("error"))
                .startsWith("The gateway answered 400")
                .doesNotContain("papaya");
        assertThat(failed.<Object>path("result")).isNull();
    }

    @Test
    void a_task_that_fails_three_times_is_dead_and_lies_on_the_dead_letter_topic() {
        gateway.onModel("broken", Script.error(500));
        String id = prompt("unlucky", "broken", "Hello?");

        Response dead = awaitState("unlucky", id, "dead");

        assertThat(dead.<Integer>path("attempt")).isEqualTo(3);
        assertThat(new TopicReader(KafkaTestResource.bootstrap(), json).dead("unlucky"))
                .containsExactly(id);
    }

    @Test
    void a_running_task_that_is_cancelled_closes_its_upstream_and_a_waiting_one_never_runs() {
        gateway.onModel("silent", Script.neverAnswer());
        String running = prompt("canceller", "silent", "Still there?");
        awaitState("canceller", running, "running");
        String waiting = prompt("canceller", "never-asked", "Am I next?");

        as("canceller")
                .delete("/background/task/" + waiting)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("attempt", equalTo(0));
        as("canceller")
                .delete("/background/task/" + running)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));

        gateway.awaitCancelled(1);
        assertThat(gateway.requests())
                .noneMatch(request -> request.json().path("model").asText().equals("never-asked"));
        as("canceller").delete("/background/task/" + running).then().statusCode(200);
    }

    @Test
    void a_summary_is_written_by_the_model_and_by_extraction_when_the_model_is_away() {
        gateway.onModel("gpt-test", Script.say("A tram line opens. It costs two euros."));
        Response written = awaitState(
                "summariser", submit("summariser", task("summary", "high", Map.of("text", TEXT))), "succeeded");
        assertThat(written.<String>path("madeBy")).isEqualTo("llm:gpt-test");
        assertThat(written.<String>path("result.summary")).isEqualTo("A tram line opens. It costs two euros.");

        gateway.onModel("gpt-test", Script.error(503));
        Response extracted = awaitState(
                "summariser",
                submit("summariser", task("summary", "high", Map.of("text", TEXT + " More."))),
                "succeeded");
        assertThat(extracted.<String>path("madeBy")).isEqualTo("local:lexrank+embeddings");
    }

    @Test
    void a_models_keywords_are_those_that_stand_in_the_text() {
        gateway.onModel("gpt-test", Script.say("1. tram line\n- Harbour\n* spaceship"));

        Response done = awaitState(
                "keyworder", submit("keyworder", task("keywords", "high", Map.of("text", TEXT))), "succeeded");

        assertThat(done.<List<String>>path("result.keywords.text")).containsExactly("tram line", "Harbour");
        assertThat(done.<String>path("madeBy")).isEqualTo("llm:gpt-test");
    }

    @Test
    void a_searched_answer_of_the_model_is_streamed_and_its_citations_quote_the_passages() throws Exception {
        as("reader")
                .body(Map.of("id", "tram", "title", "Tram", "text", TEXT))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
        gateway.onModel("gpt-test", Script.say("Two euros is what a ticket costs [1]. So says nobody [9]."));

        List<SseEvent> events;
        try (SseReader stream = SseReader.get(base + "stream/search?q=what+does+a+ticket+cost", headers("reader"))) {
            events = stream.readAll();
        }

        assertThat(events.getLast().event()).isEqualTo("done");
        assertThat(events.getLast().data()).contains("llm:gpt-test");
        List<String> citations = events.stream()
                .filter(e -> "citation".equals(e.event()))
                .map(SseEvent::data)
                .toList();
        assertThat(citations).hasSize(1);
        assertThat(json.readTree(citations.getFirst()).get("quote").asText()).isEqualTo("A ticket costs two euros.");
    }

    @Test
    void a_model_that_breaks_off_ends_the_stream_with_an_error_and_never_with_done() {
        as("reader2")
                .body(Map.of("id", "tram", "title", "Tram", "text", TEXT))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
        gateway.onModel("gpt-test", Script.words(40).cutAfterChunks(10));

        try (SseReader stream = SseReader.get(base + "stream/search?q=what+does+a+ticket+cost", headers("reader2"))) {
            List<SseEvent> events = stream.readAll();
            assertThat(events.getLast().event()).isEqualTo("error");
            assertThat(events).noneMatch(event -> "done".equals(event.event()));
        }
    }

    @Test
    void a_reader_who_leaves_ends_the_call_to_the_model() {
        as("leaver")
                .body(Map.of("id", "tram", "title", "Tram", "text", TEXT))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
        gateway.onModel("gpt-test", Script.words(2_000).tokenEvery(Duration.ofMillis(20)));

        try (SseReader stream = SseReader.get(base + "stream/search?q=what+does+a+ticket+cost", headers("leaver"))) {
            SseEvent event = stream.nextData();
            while (event != null && !"chunk".equals(event.event())) {
                event = stream.nextData();
            }
        }

        gateway.awaitCancelled(1);
    }

    @Test
    void leases_are_in_redis() {
        as("acme").get("/internal/status").then().body("details.leases", equalTo("redis"));
    }

    private static String prompt(String tenant, String model, String question) {
        return submit(
                tenant,
                task(
                        "prompt",
                        "high",
                        Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", question)))));
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

    private static Response awaitState(String tenant, String id, String state) {
        return await().atMost(Duration.ofSeconds(25))
                .until(() -> as(tenant).get("/background/task/" + id), answer -> state.equals(answer.path("state")));
    }
}
