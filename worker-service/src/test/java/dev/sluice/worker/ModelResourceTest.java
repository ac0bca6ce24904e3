package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static dev.sluice.worker.Http.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class ModelResourceTest {

    private static final String PASTED =
            "The tram line opens in May. It connects the harbour with the university. A ticket costs two euros. "
                    + "The old bus line will close. Drivers of the bus line become tram drivers.";

    @TestHTTPResource("/v1/chat/completions")
    URI chat;

    @Inject
    ObjectMapper json;

    @Test
    void a_question_about_a_text_in_the_conversation_is_answered_from_it() {
        var body = Map.of(
                "model",
                "local",
                "messages",
                List.of(
                        Map.of("role", "system", "content", PASTED),
                        Map.of(
                                "role",
                                "user",
                                "content",
                                List.of(Map.of("type", "text", "text", "What does a ticket cost?")))));

        as("acme")
                .body(body)
                .post(chat)
                .then()
                .statusCode(200)
                .body("object", equalTo("chat.completion"))
                .body("model", equalTo("local"))
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].message.content", equalTo("A ticket costs two euros."))
                .body("choices[0].finish_reason", equalTo("stop"))
                .body("usage.completion_tokens", equalTo(6))
                .body("usage.prompt_tokens", greaterThan(30));
    }

    @Test
    void the_same_conversation_gets_the_same_answer() {
        String first = answer(PASTED + "\n\nWhat does a ticket cost?");

        assertThat(answer(PASTED + "\n\nWhat does a ticket cost?"))
                .isEqualTo(first)
                .contains("two euros");
    }

    @Test
    void a_text_is_summarised_and_its_keywords_are_told() {
        assertThat(answer("Summarise this: " + PASTED))
                .isNotBlank()
                .satisfies(a -> assertThat(PASTED).contains(a));
        assertThat(answer("Keywords of: " + PASTED)).contains("tram line");
    }

    @Test
    void what_nothing_answers_is_said_plainly() {
        assertThat(answer("Who won the match on Mars?"))
                .startsWith("I am the built-in extractive model")
                .contains("nothing in this conversation");
    }

    @Test
    void a_streamed_answer_has_the_role_groups_of_words_the_end_the_usage_and_the_mark() throws Exception {
        String body = json.writeValueAsString(Map.of(
                "model",
                "local",
                "stream",
                true,
                "stream_options",
                Map.of("include_usage", true),
                "messages",
                List.of(Map.of("role", "user", "content", PASTED + " What does a ticket cost?"))));

        try (SseReader stream = SseReader.post(chat.toString(), body, headers("acme"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            List<String> data = stream.readAllData();
            var text = new StringBuilder();
            for (String chunk : data.subList(0, data.size() - 1)) {
                var node = json.readTree(chunk);
                assertThat(node.get("object").asText()).isEqualTo("chat.completion.chunk");
                text.append(node.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText(""));
            }
            assertThat(text.toString()).isEqualTo("A ticket costs two euros.");
            assertThat(json.readTree(data.getFirst())
                            .at("/choices/0/delta/role")
                            .asText())
                    .isEqualTo("assistant");
            assertThat(json.readTree(data.get(data.size() - 3))
                            .at("/choices/0/finish_reason")
                            .asText())
                    .isEqualTo("stop");
            assertThat(json.readTree(data.get(data.size() - 2))
                            .at("/usage/completion_tokens")
                            .asInt())
                    .isEqualTo(6);
            assertThat(data.getLast()).isEqualTo("[DONE]");
            assertThat(stream.endedCleanly()).isTrue();
        }
    }

    @Test
    void bad_requests_get_errors_in_openais_dialect() {
        refused("{\"model\": \"local\"", 400, "not valid JSON");
        refused("[]", 400, "JSON object");
        refused("{\"messages\": []}", 400, "'model'");
        refused("{\"model\": \"local\", \"messages\": []}", 400, "at least one message");
        refused("{\"model\": \"local\", \"messages\": \"hi\"}", 400, "'messages' must be an array");
        refused(
                "{\"model\": \"local\", \"messages\": [{\"role\": \"king\", \"content\": \"hi\"}]}",
                400,
                "messages[0].role");
        refused(
                "{\"model\": \"local\", \"messages\": [{\"role\": \"user\", \"content\": 5}]}",
                400,
                "messages[0].content");
        refused(
                "{\"model\": \"local\", \"max_tokens\": 0, \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
                400,
                "max_tokens");
        refused(
                "{\"model\": \"local\", \"n\": 2, \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
                400,
                "'n'");
        refused(
                "{\"model\": \"gpt-9\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
                404,
                "'local' only");
        refused("[".repeat(5_000), 400, "not valid JSON");
    }

    @Test
    void the_only_model_is_listed() {
        as("acme").get("/v1/models").then().statusCode(200).body("data[0].id", equalTo("local"));
    }

    private void refused(String body, int status, String saying) {
        as("acme")
                .body(body)
                .post(chat)
                .then()
                .statusCode(status)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", containsString(saying));
    }

    private String answer(String question) {
        return as("acme")
                .body(local(question))
                .post(chat)
                .then()
                .statusCode(200)
                .extract()
                .path("choices[0].message.content");
    }
}
