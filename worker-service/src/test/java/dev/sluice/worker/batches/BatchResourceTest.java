package dev.sluice.worker.batches;

import static dev.sluice.worker.batches.OpenAi.chat;
import static dev.sluice.worker.batches.OpenAi.chats;
import static dev.sluice.worker.batches.OpenAi.customIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files and batches over HTTP, with a real broker and a scripted gateway. */
@QuarkusTest
@TestProfile(BatchResourceTest.Profile.class)
class BatchResourceTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("sluice.worker.files.largest", "2M"),
                    Map.entry("sluice.worker.files.per-tenant", "6"),
                    Map.entry("sluice.worker.batches.largest-requests", "60"),
                    Map.entry("sluice.worker.batches.longest-line", "4K"),
                    Map.entry("sluice.worker.batches.largest-answer", "64K"),
                    Map.entry("sluice.worker.batches.slice", "7"),
                    Map.entry("sluice.worker.batches.at-once", "4"),
                    Map.entry("sluice.worker.batches.open-per-tenant", "2"),
                    Map.entry("sluice.worker.batches.attempts", "3"),
                    Map.entry("sluice.worker.batches.rest-base", "50ms"),
                    Map.entry("sluice.worker.batches.rest-cap", "400ms"),
                    Map.entry("sluice.worker.batches.grace", "2s"));
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class),
                    new TestResourceEntry(UpstreamTestResource.class, Map.of("sluice.peers.gateway", "{url}")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    ScriptedUpstream gateway;

    @BeforeEach
    void quiet() {
        gateway.reset();
    }

    @Test
    void an_uploaded_file_can_be_looked_at_read_listed_and_deleted() {
        var acme = new OpenAi("files");
        String text = chats(3, "gpt-test");
        Response uploaded = acme.upload(text.getBytes(StandardCharsets.UTF_8));

        uploaded.then()
                .statusCode(200)
                .body("object", equalTo("file"))
                .body("purpose", equalTo("batch"))
                .body("filename", equalTo("requests.jsonl"))
                .body("bytes", equalTo(text.length()))
                .body("status", equalTo("processed"));
        String id = uploaded.path("id");
        long life = uploaded.<Integer>path("expires_at") - uploaded.<Integer>path("created_at");
        assertThat(Duration.ofSeconds(life)).isBetween(Duration.ofDays(30).minusSeconds(1), Duration.ofDays(30));
        acme.http().get("/v1/files/" + id).then().statusCode(200).body("id", equalTo(id));
        assertThat(acme.http().get("/v1/files/" + id + "/content").asString()).isEqualTo(text);
        String second = acme.uploaded(text);
        acme.http()
                .get("/v1/files")
                .then()
                .body("data.id", equalTo(List.of(second, id)))
                .body("has_more", equalTo(false));
        acme.http()
                .get("/v1/files?limit=1&order=asc")
                .then()
                .body("data.id", equalTo(List.of(id)))
                .body("has_more", equalTo(true))
                .body("last_id", equalTo(id));
        acme.http().get("/v1/files?limit=1&order=asc&after=" + id).then().body("data.id", equalTo(List.of(second)));
        acme.http().get("/v1/files?purpose=batch_output").then().body("data", hasSize(0));
        acme.http().delete("/v1/files/" + id).then().statusCode(200).body("deleted", equalTo(true));
        acme.http()
                .get("/v1/files/" + id)
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not_found"))
                .body("error.type", equalTo("invalid_request_error"));
        acme.http().get("/v1/files/" + id + "/content").then().statusCode(404);
    }

    @Test
    void a_file_of_several_pieces_comes_back_byte_for_byte_up_to_the_limit() {
        var acme = new OpenAi("large");
        int limit = 2 * 1024 * 1024;
        byte[] bytes = new byte[limit];
        for (int i = 0; i < limit; i++) {
            bytes[i] = (byte) (i % 64 == 63 ? '\n' : i % 7 == 0 ? '\r' : i % 5 == 0 ? '-' : i);
        }

        Response atLimit = acme.upload(bytes);
        atLimit.then().statusCode(200).body("bytes", equalTo(limit));
        assertThat(acme.http()
                        .get("/v1/files/" + atLimit.path("id") + "/content")
                        .asByteArray())
                .isEqualTo(bytes);
        acme.upload(java.util.Arrays.copyOf(bytes, limit + 1))
                .then()
                .statusCode(413)
                .body("error.code", equalTo("file_too_large"))
                .body("error.message", containsString("2097152"));
        acme.upload(new byte[4 * limit]).then().statusCode(413);
    }

    @Test
    void bad_uploads_are_refused_with_a_remedy() {
        var acme = new OpenAi("bad-uploads");
        acme.upload(new byte[0]).then().statusCode(400).body("error.code", equalTo("empty_file"));
        acme.http()
                .multiPart("file", "a.jsonl", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("missing_purpose"));
        acme.http()
                .multiPart("purpose", "fine-tune")
                .multiPart("file", "a.jsonl", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("unsupported_purpose"));
        acme.http()
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("missing_file"));
        acme.http()
                .body("{}")
                .contentType("application/json")
                .post("/v1/files")
                .then()
                .statusCode(415);
        lived(acme, "3599").then().statusCode(400).body("error.code", equalTo("bad_expires_after"));
        lived(acme, "2592001").then().statusCode(400);
        Response hour = lived(acme, "3600");
        hour.then().statusCode(200);
        assertThat(hour.<Integer>path("expires_at") - hour.<Integer>path("created_at"))
                .isBetween(3599, 3600);
        lived(acme, "2592000").then().statusCode(200);
        acme.http().get("/v1/files").then().body("data", hasSize(2));
    }

    private static Response lived(OpenAi tenant, String seconds) {
        return tenant.http()
                .multiPart("purpose", "batch")
                .multiPart("expires_after[anchor]", "created_at")
                .multiPart("expires_after[seconds]", seconds)
                .multiPart("file", "a.jsonl", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/files");
    }

    @Test
    void a_tenant_may_keep_so_many_files_and_no_more() {
        var acme = new OpenAi("hoarder");
        for (int i = 0; i < 6; i++) {
            acme.uploaded("x");
        }

        Response seventh = acme.upload("x".getBytes(StandardCharsets.UTF_8));

        seventh.then().statusCode(429).body("error.code", equalTo("files_full"));
        String first = acme.http().get("/v1/files?order=asc&limit=1").path("data[0].id");
        acme.http().delete("/v1/files/" + first).then().statusCode(200);
        acme.uploaded("x");
    }

    @Test
    void without_the_shared_secret_nothing_is_taken() {
        io.restassured.RestAssured.given()
                .header("x-sluice-tenant", "acme")
                .multiPart("purpose", "batch")
                .multiPart("file", "a.jsonl", "x".getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(401);
        io.restassured.RestAssured.given().get("/v1/batches").then().statusCode(401);
    }

    @Test
    void a_batch_answers_each_request_once_for_the_key_that_submitted_it() {
        var acme = new OpenAi("batch");
        gateway.onModel("gpt-bad", Script.error(400, "no such thing"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add(chat("r" + i, i % 10 == 3 ? "gpt-bad" : "gpt-test", "question " + i));
        }
        String file = acme.uploaded(String.join("\n", lines));
        Response created = acme.create(Map.of(
                "input_file_id",
                file,
                "endpoint",
                "/v1/chat/completions",
                "completion_window",
                "24h",
                "metadata",
                Map.of("job", "nightly")));
        created.then()
                .statusCode(200)
                .body("object", equalTo("batch"))
                .body("status", equalTo("validating"))
                .body("completion_window", equalTo("24h"))
                .body("output_file_id", nullValue())
                .body("metadata.job", equalTo("nightly"));

        Response done = acme.awaitStatus(created.path("id"), "completed");

        done.then()
                .body("request_counts.total", equalTo(30))
                .body("request_counts.completed", equalTo(27))
                .body("request_counts.failed", equalTo(3))
                .body("errors", nullValue());
        assertThat(done.<Integer>path("usage.total_tokens")).isPositive();
        assertThat(done.<Integer>path("in_progress_at")).isGreaterThanOrEqualTo(done.path("created_at"));
        assertThat(done.<Integer>path("completed_at")).isGreaterThanOrEqualTo(done.path("finalizing_at"));
        List<JsonNode> answers = acme.lines(done.path("output_file_id"));
        List<JsonNode> failures = acme.lines(done.path("error_file_id"));
        assertThat(answers).hasSize(27).allSatisfy(answer -> {
            assertThat(answer.path("id").asText()).startsWith("batch_req_");
            assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(answer.at("/response/body/choices/0/message/content").asText())
                    .contains("question " + answer.path("custom_id").asText().substring(1));
            assertThat(answer.path("error").isNull()).isTrue();
        });
        assertThat(failures).hasSize(3).allSatisfy(failure -> {
            assertThat(failure.at("/response/status_code").asInt()).isEqualTo(400);
            assertThat(failure.at("/response/body/error/message").asText()).isEqualTo("no such thing");
        });
        assertThat(customIds(Stream.concat(answers.stream(), failures.stream()).toList()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "r" + i).toList());
        var asked = gateway.lastRequest();
        assertThat(asked.header("x-sluice-tenant")).isEqualTo("batch");
        assertThat(asked.header("x-sluice-key-id")).isEqualTo("key-of-batch");
        assertThat(asked.header("x-sluice-priority")).isEqualTo("bulk");
        acme.http().get("/v1/files?purpose=batch_output").then().body("data", hasSize(2));
    }

    @Test
    void embeddings_go_to_their_endpoint() {
        var acme = new OpenAi("embedder");
        String file = acme.uploaded(OpenAi.lines(
                5,
                i -> OpenAi.line(
                        "e" + i, "/v1/embeddings", Map.of("model", "embed", "input", "word " + i, "dimensions", 8))));

        String id = acme.create(Map.of("input_file_id", file, "endpoint", "/v1/embeddings", "completion_window", "1h"))
                .path("id");

        assertThat(acme.lines(acme.awaitStatus(id, "completed").path("output_file_id")))
                .hasSize(5)
                .allSatisfy(line ->
                        assertThat(line.at("/response/body/data/0/embedding")).hasSize(8));
    }

    @Test
    void a_busy_upstream_is_waited_for_and_fails_nothing() {
        var acme = new OpenAi("patient");
        gateway.enqueue(Script.error(429), Script.error(503), Script.error(429), Script.error(529), Script.error(429));
        gateway.enqueue(Script.error(503), Script.error(503), Script.error(503), Script.error(503), Script.error(503));

        String id = acme.created(acme.uploaded(chats(9, "gpt-test")), "1h");

        acme.awaitStatus(id, "completed")
                .then()
                .body("request_counts.completed", equalTo(9))
                .body("request_counts.failed", equalTo(0))
                .body("error_file_id", nullValue());
    }

    @Test
    void an_upstream_that_fails_is_tried_again_so_often_and_then_that_is_the_result() {
        var acme = new OpenAi("tried");
        gateway.onModel("gpt-broken", Script.error(500));
        String file =
                acme.uploaded(chat("good", "gpt-test", "hello") + "\n" + chat("broken", "gpt-broken", "hello") + "\n");

        Response done = acme.awaitStatus(acme.created(file, "1h"), "completed");

        assertThat(customIds(acme.lines(done.path("output_file_id")))).containsExactly("good");
        List<JsonNode> failed = acme.lines(done.path("error_file_id"));
        assertThat(customIds(failed)).containsExactly("broken");
        assertThat(failed.getFirst().at("/response/status_code").asInt()).isEqualTo(500);
        assertThat(gateway.requests().stream()
                        .filter(request -> request.body().toString().contains("gpt-broken")))
                .hasSize(3);
    }

    @Test
    void a_bad_file_fails_the_batch_with_the_lines_that_are_wrong() {
        var acme = new OpenAi("bad-file");
        String file = acme.uploaded(String.join(
                "\n",
                chat("a", "gpt-test", "fine"),
                "{not json",
                chat("a", "gpt-test", "again"),
                "",
                OpenAi.line("b", "/v1/embeddings", Map.of("model", "m", "input", "x")),
                chat("c", "gpt-test", "fine").replace("POST", "GET"),
                OpenAi.line("d", "/v1/chat/completions", Map.of("messages", List.of())),
                chat("e", "gpt-test", "x".repeat(5_000)),
                "[]"));

        Response failed = acme.awaitStatus(acme.created(file, "24h"), "failed");

        failed.then()
                .body("errors.data.line", equalTo(List.of(2, 3, 5, 6, 7, 8, 9)))
                .body(
                        "errors.data.code",
                        equalTo(List.of(
                                "invalid_json_line",
                                "duplicate_custom_id",
                                "invalid_url",
                                "invalid_method",
                                "missing_model",
                                "line_too_long",
                                "invalid_json_line")))
                .body("failed_at", org.hamcrest.Matchers.notNullValue());
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void a_file_may_have_so_many_requests_and_no_more_and_not_none() {
        var acme = new OpenAi("counted");
        acme.awaitStatus(acme.created(acme.uploaded(chats(60, "gpt-test")), "1h"), "completed")
                .then()
                .body("request_counts.completed", equalTo(60));
        acme.awaitStatus(acme.created(acme.uploaded(chats(61, "gpt-test")), "1h"), "failed")
                .then()
                .body("errors.data[0].code", equalTo("too_many_requests_in_file"))
                .body("errors.data[0].line", equalTo(61));
        acme.awaitStatus(acme.created(acme.uploaded("\n \n"), "1h"), "failed")
                .then()
                .body("errors.data[0].code", equalTo("empty_file"));
    }

    @Test
    void an_unknown_model_fails_the_batch_before_anything_is_asked() {
        var acme = new OpenAi("unknown-model");
        gateway.otherwise(Script.error(404));

        acme.awaitStatus(acme.created(acme.uploaded(chats(2, "gpt-none")), "1h"), "failed")
                .then()
                .body("errors.data[0].code", equalTo("model_not_found"))
                .body("errors.data[0].line", equalTo(1))
                .body("errors.data[0].param", equalTo("body.model"));
    }

    @Test
    void a_cancelled_batch_keeps_what_is_done_and_names_the_rest() {
        var acme = new OpenAi("canceller");
        gateway.onModel("slow", Script.say("done").firstTokenAfter(Duration.ofMillis(150)));
        String id = acme.created(acme.uploaded(chats(60, "slow")), "1h");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(acme.batch(id).<Integer>path("request_counts.completed"))
                        .isPositive());

        acme.http()
                .get("/background/stats")
                .then()
                .statusCode(200)
                .body("batches.open", equalTo(1))
                .body("batches.requests", equalTo(60))
                .body("batches.done", greaterThan(0))
                .body("batches.failed", equalTo(0))
                .body("batches.oldestSeconds", greaterThanOrEqualTo(0));
        new OpenAi("bystander").http().get("/background/stats").then().body("batches.open", equalTo(0));
        acme.http().get("/internal/status").then().body("details.batches", containsString("requests="));

        acme.http().post("/v1/batches/" + id + "/cancel").then().statusCode(200).body("status", equalTo("cancelling"));

        Response over = acme.awaitStatus(id, "cancelled");
        List<JsonNode> done = acme.lines(over.path("output_file_id"));
        List<JsonNode> rest = acme.lines(over.path("error_file_id"));
        assertThat(done).isNotEmpty().hasSize(over.path("request_counts.completed"));
        assertThat(rest).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("response").isNull()).isTrue();
            assertThat(line.at("/error/code").asText()).isEqualTo("batch_cancelled");
        });
        assertThat(customIds(Stream.concat(done.stream(), rest.stream()).toList()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 60).mapToObj(i -> "r" + i).toList());
        acme.http().post("/v1/batches/" + id + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void a_batch_that_is_over_cannot_be_cancelled() {
        var acme = new OpenAi("late-canceller");
        String id = acme.created(acme.uploaded(chats(1, "gpt-test")), "1h");
        acme.awaitStatus(id, "completed");

        acme.http()
                .post("/v1/batches/" + id + "/cancel")
                .then()
                .statusCode(409)
                .body("error.code", equalTo("batch_not_cancellable"));
    }

    @Test
    void what_belongs_to_another_tenant_is_as_missing_as_what_never_was() {
        var owner = new OpenAi("owner");
        var thief = new OpenAi("thief");
        String file = owner.uploaded(chats(1, "gpt-test"));
        String batch = owner.created(file, "1h");
        String output = owner.awaitStatus(batch, "completed").path("output_file_id");

        for (String id : List.of(file, output, "file-0")) {
            thief.http().get("/v1/files/" + id).then().statusCode(404);
            thief.http().get("/v1/files/" + id + "/content").then().statusCode(404);
            thief.http().delete("/v1/files/" + id).then().statusCode(404);
            thief.create(Map.of(
                            "input_file_id", id,
                            "endpoint", "/v1/chat/completions",
                            "completion_window", "24h"))
                    .then()
                    .statusCode(404);
        }
        thief.http().get("/v1/batches/" + batch).then().statusCode(404).body("error.code", equalTo("not_found"));
        thief.http().post("/v1/batches/" + batch + "/cancel").then().statusCode(404);
        thief.http().get("/v1/batches").then().body("data", hasSize(0));
        thief.http().get("/v1/files").then().body("data", hasSize(0));
    }

    @Test
    void batches_are_listed_newest_first_page_by_page() {
        var acme = new OpenAi("lister");
        String file = acme.uploaded(chats(1, "gpt-test"));
        String first = acme.created(file, "1h");
        acme.awaitStatus(first, "completed");
        String second = acme.created(file, "1h");
        acme.awaitStatus(second, "completed");

        acme.http()
                .get("/v1/batches?limit=1")
                .then()
                .body("data.id", equalTo(List.of(second)))
                .body("has_more", equalTo(true));
        acme.http()
                .get("/v1/batches?limit=1&after=" + second)
                .then()
                .body("data.id", equalTo(List.of(first)))
                .body("has_more", equalTo(false));
        acme.http().get("/v1/batches?limit=100").then().statusCode(200);
        acme.http().get("/v1/batches?limit=101").then().statusCode(400).body("error.code", equalTo("bad_limit"));
        acme.http().get("/v1/batches?limit=0").then().statusCode(400);
    }

    @Test
    void bad_orders_are_refused_with_a_remedy() {
        var acme = new OpenAi("bad-orders");
        String file = acme.uploaded(chats(1, "gpt-test"));
        refused(acme, Map.of("endpoint", "/v1/chat/completions", "completion_window", "24h"), "missing_parameter");
        refused(acme, order(file, "/v1/images", "24h"), "unsupported_endpoint");
        for (String window : List.of("25h", "0m", "1d", "86401s", "soon")) {
            refused(acme, order(file, "/v1/chat/completions", window), "bad_completion_window");
        }
        refused(
                acme,
                Map.of(
                        "input_file_id",
                        file,
                        "endpoint",
                        "/v1/chat/completions",
                        "completion_window",
                        "24h",
                        "metadata",
                        Map.of("k".repeat(65), "v")),
                "bad_metadata");
        refused(
                acme,
                Map.of(
                        "input_file_id", file,
                        "endpoint", "/v1/chat/completions",
                        "completion_window", "24h",
                        "colour", "red"),
                "unknown_parameter");
        acme.http()
                .contentType("application/json")
                .body("{")
                .post("/v1/batches")
                .then()
                .statusCode(400);
        String shortLived = lived(acme, "3600").path("id");
        refused(acme, order(shortLived, "/v1/chat/completions", "24h"), "file_expires_too_soon");
        io.restassured.RestAssured.given()
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "bad-orders")
                .header("x-sluice-key-id", "https://issuer:someone")
                .contentType("application/json")
                .body(order(file, "/v1/chat/completions", "1h"))
                .post("/v1/batches")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("no_api_key"));
    }

    private static Map<String, Object> order(String file, String endpoint, String window) {
        return Map.of("input_file_id", file, "endpoint", endpoint, "completion_window", window);
    }

    private static void refused(OpenAi tenant, Map<String, Object> body, String code) {
        tenant.create(body).then().statusCode(400).body("error.code", equalTo(code));
    }

    @Test
    void a_tenant_may_have_so_many_open_batches_and_their_files_stay() {
        var acme = new OpenAi("busy");
        gateway.onModel("held", Script.neverAnswer());
        String file = acme.uploaded(chats(2, "held"));
        String first = acme.created(file, "1h");
        String second = acme.created(file, "1h");

        acme.create(order(file, "/v1/chat/completions", "1h"))
                .then()
                .statusCode(429)
                .body("error.code", equalTo("too_many_batches"));
        acme.http().delete("/v1/files/" + file).then().statusCode(409).body("error.code", equalTo("file_in_use"));
        for (String id : List.of(first, second)) {
            acme.http().post("/v1/batches/" + id + "/cancel").then().statusCode(200);
            acme.awaitStatus(id, "cancelled");
        }
        acme.http().delete("/v1/files/" + file).then().statusCode(200);
    }
}
