package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class KnowledgeResourceTest {

    private static final String GUIDE = """
            # Handbook

            ## Limits

            A free key may send 100 requests an hour. A pro key may send 10,000 requests an hour.

            ## Cache

            The cache answers a question that was asked before. It never shows an answer of another tenant.
            """;

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectMapper json;

    @Test
    void a_posted_document_is_listed_read_and_found_at_once() {
        post("librarian", "handbook", GUIDE)
                .statusCode(201)
                .header("Location", containsString("/knowledge/documents/handbook"))
                .body("passages", equalTo(2));

        as("librarian").get("/knowledge/documents").then().body("documents.id", hasItem("handbook"));
        as("librarian")
                .get("/knowledge/documents/handbook")
                .then()
                .statusCode(200)
                .body("text", equalTo(GUIDE));
        assertThat(search("librarian", "How many requests may a free key send?"))
                .anyMatch(e -> "citation".equals(e.event()));
    }

    @Test
    void a_streamed_search_tells_its_steps_and_every_citation_stands_in_its_passage() throws Exception {
        post("searcher", "handbook", GUIDE).statusCode(201);

        List<SseEvent> events = search("searcher", "How many requests may a free key send?");

        assertThat(events.stream().map(SseEvent::event))
                .startsWith("retrieving", "source")
                .contains("chunk", "citation")
                .endsWith("done");
        Map<Integer, String> passages = new java.util.HashMap<>();
        var answer = new StringBuilder();
        for (SseEvent event : events) {
            JsonNode data = json.readTree(event.data());
            switch (event.event()) {
                case "source" ->
                    passages.put(data.get("n").asInt(), data.get("text").asText());
                case "chunk" -> answer.append(data.get("text").asText());
                case "citation" -> {
                    assertThat(passages.get(data.get("n").asInt()))
                            .contains(data.get("quote").asText());
                    assertThat(answer.toString()).contains("[" + data.get("n").asInt() + "]");
                }
                default -> {}
            }
        }
        assertThat(answer.toString()).contains("A free key may send 100 requests an hour. [");
    }

    @Test
    void a_search_that_finds_nothing_says_so() throws Exception {
        List<SseEvent> events = search("nobody", "What is the meaning of life?");

        assertThat(events.stream().map(SseEvent::event)).containsExactly("retrieving", "chunk", "done");
        assertThat(events.get(1).data()).contains("Nothing in the knowledge index answers that.");
        assertThat(json.readTree(events.get(2).data()).get("citations").asInt()).isZero();
    }

    @Test
    void a_search_without_a_question_is_refused() {
        as("searcher").get("/stream/search").then().statusCode(400).body("code", equalTo("missing_question"));
        as("searcher").queryParam("q", "  ").get("/stream/search").then().statusCode(400);
    }

    @Test
    void another_tenant_neither_lists_nor_reads_nor_deletes_nor_finds_a_document() {
        post("owner", "private", "The password of the vault is papaya.").statusCode(201);

        as("thief").get("/knowledge/documents").then().body("documents.id", not(hasItem("private")));
        as("thief").get("/knowledge/documents/private").then().statusCode(404);
        as("thief").delete("/knowledge/documents/private").then().statusCode(404);
        assertThat(search("thief", "password of the vault"))
                .noneMatch(event -> event.data().contains("papaya"));
        as("thief")
                .body(Http.local("What is the password of the vault?"))
                .post("/v1/chat/completions")
                .then()
                .body("choices[0].message.content", not(containsString("papaya")));
    }

    @Test
    void a_deleted_document_is_found_no_more() {
        post("cleaner", "old", "Typewriters need ribbons.").statusCode(201);

        as("cleaner").delete("/knowledge/documents/old").then().statusCode(204);

        as("cleaner").get("/knowledge/documents/old").then().statusCode(404);
        assertThat(search("cleaner", "What do typewriters need?")).noneMatch(e -> "source".equals(e.event()));
    }

    @Test
    void a_search_task_answers_with_citations() {
        post("tasker", "handbook", GUIDE).statusCode(201);

        String location = as("tasker")
                .body(task("search", "high", Map.of("query", "How many requests may a pro key send?")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> as("tasker")
                        .get(location)
                        .then()
                        .body("state", equalTo("succeeded"))
                        .body("madeBy", equalTo("local:extractive"))
                        .body("result.answer", containsString("A pro key may send 10,000 requests an hour. [1]"))
                        .body("result.citations[0].documentId", equalTo("handbook")));
    }

    @Test
    void bad_documents_are_refused_with_a_remedy() {
        as("owner")
                .body(Map.of("title", "no text"))
                .post("/knowledge/documents")
                .then()
                .statusCode(400)
                .body("code", equalTo("missing_text"));
        as("owner")
                .body(Map.of("text", "x", "id", "a/b"))
                .post("/knowledge/documents")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad_document_id"));
        as("owner").body("{\"text\": ").post("/knowledge/documents").then().statusCode(400);
    }

    @Test
    void ten_mebibytes_are_taken_and_one_byte_more_is_not() {
        String largest =
                "A sentence of some words. ".repeat(10 * 1024 * 1024 / 26 + 1).substring(0, 10 * 1024 * 1024);

        post("big", "largest", largest).statusCode(201);
        post("big", "too-large", largest + "x").statusCode(413).body("code", equalTo("document_too_large"));
        as("big").delete("/knowledge/documents/largest").then().statusCode(204);
    }

    @Test
    void the_built_in_model_cites_the_tenants_documents() {
        post("chatter", "handbook", GUIDE).statusCode(201);

        as("chatter")
                .body(Http.local("How many requests may a free key send?"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .body("choices[0].message.content", containsString("A free key may send 100 requests an hour. [1]"))
                .body("choices[0].message.content", containsString("Sources:\n[1] "));
    }

    @Test
    void the_list_is_paged() {
        for (int i = 0; i < 3; i++) {
            post("pager", "d" + i, "Document number " + i).statusCode(201);
        }

        as("pager")
                .get("/knowledge/documents?limit=2&offset=1")
                .then()
                .body("documents", hasSize(2))
                .body("total", equalTo(3));
        as("pager").get("/knowledge/documents?limit=201").then().statusCode(400);
    }

    private static io.restassured.response.ValidatableResponse post(String tenant, String id, String text) {
        return as(tenant)
                .body(Map.of("id", id, "title", "The handbook", "text", text))
                .post("/knowledge/documents")
                .then();
    }

    private List<SseEvent> search(String tenant, String question) {
        String query = java.net.URLEncoder.encode(question, java.nio.charset.StandardCharsets.UTF_8);
        try (SseReader reader = SseReader.get(base + "stream/search?q=" + query, headers(tenant))) {
            assertThat(reader.status()).isEqualTo(200);
            return reader.readAll();
        }
    }
}
