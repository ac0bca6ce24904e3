package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static dev.sluice.worker.TaskTermsTest.awaitState;
import static dev.sluice.worker.TaskTermsTest.keywords;
import static dev.sluice.worker.TaskTermsTest.submit;
import static dev.sluice.worker.TaskTermsTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.RedisTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How tasks end and what follows: told, dead and replayed, expired, not let in; also after a worker was killed. */
@QuarkusTest
@TestProfile(TaskEndsTest.Profile.class)
class TaskEndsTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.worker.llm.api-key", "sk-sl-worker",
                    "sluice.worker.execution.slots", "2",
                    "sluice.worker.execution.attempts", "2",
                    "sluice.worker.tasks.queued-per-lane", "5",
                    "sluice.worker.tasks.queued-in-bulk", "7",
                    "sluice.worker.tasks.keep-of.search", "2h",
                    "sluice.worker.webhooks.attempts", "4",
                    "sluice.worker.webhooks.secret", "a-root-secret-for-tests",
                    "sluice.egress.allowed-networks", "127.0.0.0/8");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class, KafkaTestResource.ALONE),
                    new TestResourceEntry(RedisTestResource.class),
                    new TestResourceEntry(SeededEnds.class),
                    new TestResourceEntry(UpstreamTestResource.class, Map.of("sluice.peers.gateway", "{url}")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private final Hooks hooks = Hooks.shared();

    ScriptedUpstream gateway;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void quiet() {
        gateway.reset();
    }

    @Test
    void an_end_is_told_once_with_a_signature_that_the_tenants_secret_proves() throws Exception {
        String id = submit("told", hooked(keywords("high"), "/end"));
        awaitState("told", id, "succeeded");

        Hooks.Call call = awaitCalls("/end", 1).getFirst();

        assertThat(call.id()).isEqualTo("msg_" + id + "_0");
        JsonNode body = json.readTree(call.body());
        assertThat(body.get("type").asText()).isEqualTo("task.succeeded");
        assertThat(body.at("/data/id").asText()).isEqualTo(id);
        assertThat(body.at("/data/result/keywords").isEmpty()).isFalse();
        String secret = as("told").get("/background/webhook-secret").path("secret");
        assertThat(call.signature()).isEqualTo(signature(secret, call));
        String other = as("somebody").get("/background/webhook-secret").path("secret");
        assertThat(other).isNotEqualTo(secret);
        assertThat(call.signature()).isNotEqualTo(signature(other, call));
        assertThat(Instant.ofEpochSecond(Long.parseLong(call.timestamp())))
                .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(1));
    }

    @Test
    void who_does_not_take_it_is_told_again_with_the_same_id_until_taken() {
        hooks.answers("/busy", 500, 302, 204);
        String id = submit("told", hooked(keywords("high"), "/busy"));
        awaitState("told", id, "succeeded");

        List<Hooks.Call> calls = awaitCalls("/busy", 3);

        assertThat(calls).extracting(Hooks.Call::id).containsOnly("msg_" + id + "_0");
        assertThat(calls)
                .extracting(Hooks.Call::body)
                .containsOnly(calls.getFirst().body());
        assertThat(hooks.calls("/elsewhere")).isEmpty();
        awaitTelling(id, "delivered", 3);
    }

    @Test
    void who_never_takes_it_is_given_up_after_the_last_call_and_who_is_gone_after_one() {
        hooks.answers("/never", 503);
        hooks.answers("/gone", 410);
        String never = submit("told", hooked(keywords("high"), "/never"));
        String gone = submit("told", hooked(keywords("high"), "/gone"));

        awaitTelling(never, "given_up", 4);
        awaitTelling(gone, "given_up", 1);
        assertThat(hooks.calls("/never")).hasSize(4);
        assertThat(hooks.calls("/gone")).hasSize(1);
    }

    @Test
    void an_end_that_a_killed_worker_did_not_tell_is_told_and_one_it_told_is_not_told_again() {
        Hooks.Call call = awaitCalls("/untold", 1).getFirst();

        assertThat(call.id()).isEqualTo("msg_" + SeededEnds.UNTOLD + "_0");
        awaitTelling(SeededEnds.UNTOLD, "delivered", 1);
        assertThat(hooks.calls("/told")).isEmpty();
    }

    @Test
    void a_webhook_must_be_an_address_that_may_be_called() {
        for (String bad : List.of(
                "ftp://hooks.example/",
                "hooks.example",
                "http://10.0.0.1/",
                "http://[::1]/",
                "http://169.254.169.254/",
                "http://me:secret@hooks.example/",
                "https:///x",
                "http://2130706433/",
                "x".repeat(2_001))) {
            as("told")
                    .body(with(keywords("high"), "webhook", Map.of("url", bad)))
                    .post("/background/task")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("bad_webhook"));
        }
    }

    @Test
    void the_dead_are_listed_and_on_their_topic_until_they_are_replayed_and_their_history_is_kept() {
        gateway.onModel("broken", Script.error(500));
        String id = prompt("undertaker", "broken", "high");
        awaitState("undertaker", id, "dead");
        as("undertaker").get("/background/dead").then().body("tasks.id", equalTo(List.of(id)));
        as("somebody").get("/background/dead").then().body("tasks", hasSize(0));
        as("somebody")
                .body("")
                .post("/background/dead/" + id + "/replay")
                .then()
                .statusCode(404);
        awaitDead("undertaker", List.of(id));

        gateway.onModel("broken", Script.say("well again"));
        as("undertaker")
                .body("")
                .post("/background/dead/" + id + "/replay")
                .then()
                .statusCode(202)
                .body("id", equalTo(id))
                .body("state", equalTo("accepted"))
                .body("attempt", equalTo(0))
                .body("deaths[0].attempts", equalTo(2))
                .body("deaths[0].error", containsString("500"));

        Response done = awaitState("undertaker", id, "succeeded");
        assertThat(done.<Integer>path("attempt")).isEqualTo(1);
        assertThat(done.<List<Object>>path("deaths")).hasSize(1);
        awaitDead("undertaker", List.of());
        as("undertaker")
                .body("")
                .post("/background/dead/" + id + "/replay")
                .then()
                .statusCode(409)
                .body("detail", containsString("succeeded"));
    }

    @Test
    void the_dead_are_replayed_by_filter() {
        gateway.onModel("broken2", Script.error(500));
        String red = submit("gravedigger", with(promptOf("broken2", "high"), "labels", Map.of("colour", "red")));
        String blue = submit("gravedigger", with(promptOf("broken2", "low"), "labels", Map.of("colour", "blue")));
        awaitState("gravedigger", red, "dead");
        awaitState("gravedigger", blue, "dead");
        gateway.onModel("broken2", Script.say("well again"));

        as("gravedigger")
                .body(Map.of("labels", Map.of("colour", "red")))
                .post("/background/dead/replay")
                .then()
                .statusCode(200)
                .body("replayed", equalTo(List.of(red)))
                .body("remaining", equalTo(0));
        as("gravedigger")
                .body(Map.of("lane", "high"))
                .post("/background/dead/replay")
                .then()
                .body("replayed", hasSize(0));
        as("gravedigger").body("{}").post("/background/dead/replay").then().body("replayed", equalTo(List.of(blue)));

        awaitState("gravedigger", red, "succeeded");
        awaitState("gravedigger", blue, "succeeded");
        awaitDead("gravedigger", List.of());
    }

    @Test
    void the_topic_of_the_dead_is_put_right_after_a_kill() {
        awaitDead(SeededEnds.TENANT, List.of(SeededEnds.DEAD_NOT_BURIED));
    }

    @Test
    void what_a_late_second_submission_covered_is_written_again_so_that_compaction_keeps_it() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            TaskRecord last = topics().records(SeededEnds.TENANT).stream()
                    .filter(record -> record.id().equals(SeededEnds.SUBMITTED_TWICE))
                    .toList()
                    .getLast();
            assertThat(last.state()).isEqualTo(TaskState.SUCCEEDED);
        });
    }

    @Test
    void a_child_that_a_killed_worker_did_not_let_in_is_let_in() {
        awaitState(SeededEnds.TENANT, SeededEnds.CHILD, "succeeded");
    }

    @Test
    void what_is_not_started_in_time_expires_and_never_runs_and_its_webhook_tells_so() {
        gateway.onModel("slow", Script.neverAnswer());
        List<String> holders = List.of(prompt("holder", "slow", "critical"), prompt("holder", "slow", "critical"));
        holders.forEach(id -> awaitState("holder", id, "running"));
        String late =
                submit("late", hooked(with(promptOf("never-asked", "high"), "startWithinSeconds", 1), "/expired"));

        Response expired = awaitState("late", late, "expired");

        assertThat(expired.<Integer>path("attempt")).isZero();
        assertThat(expired.<String>path("error")).contains("not started within the time");
        assertThat(awaitCalls("/expired", 1).getFirst().body()).contains("task.expired");
        holders.forEach(
                id -> as("holder").delete("/background/task/" + id).then().statusCode(200));
        assertThat(gateway.requests())
                .noneMatch(request -> request.json().path("model").asText().equals("never-asked"));
    }

    @Test
    void a_lane_takes_as_many_of_a_tenant_as_may_be_queued_and_not_one_more() {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        for (Map.Entry<String, Integer> lane :
                Map.of("low", 5, "normal", 5, "bulk", 7).entrySet()) {
            Map<String, Object> later = with(keywords(lane.getKey()), "notBefore", tomorrow.toString());
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < lane.getValue(); i++) {
                ids.add(submit("crowd", later));
            }
            Response refused = as("crowd").body(later).post("/background/task");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isNotNull();
            assertThat(refused.<String>path("detail")).contains(lane.getValue() + " tasks", lane.getKey());
            submit("another-" + lane.getKey(), later);

            as("crowd").delete("/background/task/" + ids.getFirst()).then().statusCode(200);
            submit("crowd", later);
            as("crowd").body(later).post("/background/task").then().statusCode(429);
        }
        Response batch = as("crowd2")
                .body(Map.of(
                        "tasks",
                        java.util.Collections.nCopies(8, with(keywords("low"), "notBefore", tomorrow.toString()))))
                .post("/background/tasks");
        batch.then().statusCode(207).body("accepted", equalTo(5)).body("refused", equalTo(3));
        assertThat(batch.<List<Integer>>path("tasks.status")).containsExactly(202, 202, 202, 202, 202, 429, 429, 429);
    }

    private static Map<String, Object> promptOf(String model, String lane) {
        return task(
                "prompt",
                lane,
                Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", "Hello?"))));
    }

    private static String prompt(String tenant, String model, String lane) {
        return submit(tenant, promptOf(model, lane));
    }

    private Map<String, Object> hooked(Map<String, Object> task, String path) {
        return with(task, "webhook", Map.of("url", hooks.url(path)));
    }

    private List<Hooks.Call> awaitCalls(String path, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hooks.calls(path)).hasSizeGreaterThanOrEqualTo(count));
        assertThat(hooks.calls(path)).hasSize(count);
        return hooks.calls(path);
    }

    private void awaitTelling(String id, String state, int calls) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(telling(id).path("state").asText()).isEqualTo(state);
            assertThat(telling(id).path("calls").asInt()).isEqualTo(calls);
        });
    }

    private JsonNode telling(String id) {
        return topics().telling(id);
    }

    private void awaitDead(String tenant, List<String> ids) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(topics().dead(tenant)).containsExactlyInAnyOrderElementsOf(ids));
    }

    private TopicReader topics() {
        return new TopicReader(KafkaTestResource.bootstrap(), json);
    }

    private static String signature(String secret, Hooks.Call call) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String text = call.id() + "." + call.timestamp() + "." + call.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
