package dev.sluice.worker.knowledge;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A worker whose index is an OpenSearch: documents are found, and what happens while it is away is made good. */
@QuarkusTest
@TestProfile(SharedKnowledgeTest.Profile.class)
@EnabledIfEnvironmentVariable(named = "SLUICE_OPENSEARCH", matches = ".+")
class SharedKnowledgeTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class, KafkaTestResource.ALONE),
                    new TestResourceEntry(OpenSearchTestResource.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void the_worker_knows_all_documents() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        as("nobody").delete("/knowledge/documents/none").then().statusCode(404));
    }

    @Test
    void a_document_is_found_at_once_read_and_found_no_more_when_it_is_deleted() {
        post("finder", "tram", "A ticket for the tram costs two euros.").header("x-sluice-degraded", nullValue());

        assertThat(sources("finder")).containsExactly("tram");
        as("finder")
                .get("/knowledge/documents/tram")
                .then()
                .body("text", equalTo("A ticket for the tram costs two euros."));
        assertThat(sources("stranger")).isEmpty();

        as("finder").delete("/knowledge/documents/tram").then().statusCode(204);
        assertThat(sources("finder")).isEmpty();
        as("finder").get("/knowledge/documents/tram").then().statusCode(404);
    }

    @Test
    void what_is_posted_and_deleted_while_it_is_away_is_made_good_when_it_is_back() throws Exception {
        post("away", "old", "A ticket for the ferry costs five euros.");
        post("away", "stays", "A ticket for the tram costs two euros.");
        OpenSearchTestResource.node.kill();
        try {
            post("away", "new", "A ticket for the bus costs one euro.").header("x-sluice-degraded", notNullValue());
            as("away").delete("/knowledge/documents/old").then().statusCode(204);

            assertThat(search("away").getLast().event()).isEqualTo("error");
            assertThat(search("away").getLast().data()).contains("knowledge_away");
            as("away").get("/knowledge/documents/stays").then().statusCode(503).body("code", equalTo("knowledge_away"));
            as("away").get("/knowledge/documents").then().body("total", equalTo(2));
            Response status = as("away").get("/internal/status");
            assertThat(status.<String>path("details.'knowledge.engine'")).isEqualTo("opensearch-away");
            assertThat(status.<String>path("state")).isEqualToIgnoringCase("degraded");
        } finally {
            OpenSearchTestResource.node.again();
        }

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(sources("away")).containsExactlyInAnyOrder("stays", "new"));
        assertThat(as("away").get("/internal/status").<String>path("details.'knowledge.engine'"))
                .isEqualTo("opensearch");
    }

    private static io.restassured.response.ValidatableResponse post(String tenant, String id, String text) {
        return as(tenant)
                .body(Map.of("id", id, "title", "Fares", "text", text))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
    }

    private List<SseEvent> search(String tenant) {
        try (SseReader reader = SseReader.get(base + "stream/search?q=what+does+a+ticket+cost", headers(tenant))) {
            return reader.readAll().stream().filter(event -> !event.isComment()).toList();
        }
    }

    private List<String> sources(String tenant) {
        return search(tenant).stream()
                .filter(event -> "source".equals(event.event()))
                .map(event -> event.data().replaceAll(".*\"documentId\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
