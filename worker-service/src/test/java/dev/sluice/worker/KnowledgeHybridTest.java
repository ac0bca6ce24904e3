package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a cache-service that embeds and a web search. */
@QuarkusTest
@TestProfile(KnowledgeHybridTest.Profile.class)
class KnowledgeHybridTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class), new TestResourceEntry(HelpersTestResource.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void helpersAreThere() {
        HelpersTestResource.embedding = true;
        HelpersTestResource.searching = true;
    }

    @Test
    void what_no_word_of_the_question_says_is_found_by_its_meaning() {
        post("meaner", "felines", "Felines sleep through most of the day.");
        post("meaner", "loaves", "A loaf needs an hour in the oven.");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<SseEvent> events = search("meaner", "q=" + enc("cats?"));
            assertThat(data(events, "done").get("retrieval").asText()).isEqualTo("hybrid");
            assertThat(data(events, "source").get("documentId").asText()).isEqualTo("felines");
        });
    }

    @Test
    void without_the_cache_service_words_alone_are_used_and_the_answer_says_so() {
        HelpersTestResource.embedding = false;
        post("alone", "ferry", "The ferry leaves at nine.");

        List<SseEvent> events = search("alone", "q=" + enc("When does the ferry leave?"));

        assertThat(data(events, "done").get("retrieval").asText()).isEqualTo("lexical");
        assertThat(data(events, "citation").get("quote").asText()).isEqualTo("The ferry leaves at nine.");
        HelpersTestResource.embedding = true;
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(data(search("alone", "q=vessel"), "done")
                                .get("retrieval")
                                .asText())
                        .isEqualTo("hybrid"));
    }

    @Test
    void a_search_can_be_kept_to_labels_and_to_documents() {
        as("scoped")
                .body(Map.of("id", "a", "text", "Harbour rules of the north.", "labels", List.of("north")))
                .post("/knowledge/documents")
                .then()
                .statusCode(201)
                .body("labels", equalTo(List.of("north")));
        as("scoped")
                .body(Map.of("id", "b", "text", "Harbour rules of the south.", "labels", List.of("south")))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);

        assertThat(sources(search("scoped", "q=harbour+rules"))).containsExactlyInAnyOrder("a", "b");
        assertThat(sources(search("scoped", "q=harbour+rules&label=south"))).containsExactly("b");
        assertThat(sources(search("scoped", "q=harbour+rules&document=a"))).containsExactly("a");
        assertThat(sources(search("scoped", "q=harbour+rules&document=a&label=south")))
                .isEmpty();
        as("scoped")
                .body(Map.of("text", "x", "labels", List.of("a b")))
                .post("/knowledge/documents")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad_labels"));
    }

    @Test
    void the_web_is_searched_only_when_that_is_asked_for_and_its_pages_are_marked() {
        HelpersTestResource.SEARCHES.clear();
        assertThat(data(search("webber", "q=comet"), "done").get("web").asText())
                .isEqualTo("off");
        assertThat(HelpersTestResource.SEARCHES).isEmpty();

        List<SseEvent> events = search("webber", "q=" + enc("When does the comet return?") + "&web=true");

        assertThat(HelpersTestResource.SEARCHES)
                .containsExactly("language=en&format=json&q=When+does+the+comet+return?");
        assertThat(sources(events)).containsExactly("https://one.example/", "https://two.example/");
        assertThat(data(events, "source").get("origin").asText()).isEqualTo("web");
        assertThat(data(events, "citation").get("quote").asText()).isEqualTo("The comet returns in 2061.");
        HelpersTestResource.searching = false;
        assertThat(data(search("webber", "q=comet&web=true"), "done").get("web").asText())
                .isEqualTo("away");
    }

    @Test
    void a_reader_that_lost_its_connection_goes_on_behind_the_event_it_saw_and_nobody_else_can() {
        post("resumer", "handbook", "A free key may send 100 requests an hour. A pro key may send 10,000.");
        List<SseEvent> all = search("resumer", "q=" + enc("How many requests may a free key send?"));
        String seen = all.get(1).id();

        List<SseEvent> rest = read("resumer", "stream/search?q=other", seen);

        assertThat(rest.stream().map(SseEvent::id))
                .isEqualTo(all.stream().skip(2).map(SseEvent::id).toList());
        assertThat(rest.stream().map(SseEvent::data))
                .isEqualTo(all.stream().skip(2).map(SseEvent::data).toList());
        assertThat(read("stranger", "stream/search?q=free+key", seen))
                .noneMatch(event -> event.data().contains("requests an hour"));
    }

    @Test
    void a_fact_check_is_streamed_claim_by_claim_with_quotes_that_stand_in_their_sources() throws Exception {
        post("checker", "tower", "The tower was built in 1889. It is 300 metres high.");

        List<SseEvent> events = read(
                "checker",
                "stream/fact-check?text=" + enc("The tower was built in 1889. Cheese is a mineral of Mars."),
                null);

        assertThat(events.stream().map(SseEvent::event))
                .startsWith("retrieving", "source")
                .contains("chunk", "citation")
                .endsWith("done");
        assertThat(data(events, "retrieving").get("claims")).hasSize(2);
        Map<String, String> passages = new HashMap<>();
        for (SseEvent event : events) {
            JsonNode data = json.readTree(event.data());
            if ("source".equals(event.event())) {
                passages.put(
                        data.get("claim") + "/" + data.get("passage").get("n"),
                        data.get("passage").get("text").asText());
            } else if ("citation".equals(event.event())) {
                assertThat(passages.get(data.get("claim") + "/" + data.get("n")))
                        .contains(data.get("quote").asText());
            }
        }
        assertThat(data(events, "chunk").get("verdict").asText()).isEqualTo("supported");
        as("checker").get("/stream/fact-check").then().statusCode(400).body("code", equalTo("missing_text"));
    }

    @Test
    void pages_and_files_are_taken_as_they_are() {
        raw("filer", "text/html; charset=utf-8")
                .body("<html><head><title>Tides</title></head><body><h1>Moon</h1><p>The moon pulls the"
                        + " sea.</p></body></html>")
                .post("/knowledge/documents?id=tides&label=sea&url=https://a.example/tides")
                .then()
                .statusCode(201)
                .body("title", equalTo("Tides"))
                .body("labels", hasItem("sea"));
        as("filer").get("/knowledge/documents/tides").then().body("text", equalTo("# Moon\n\nThe moon pulls the sea."));
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "filer")
                .multiPart(
                        "file", "notes.md", "# Notes\n\nBuy bread.".getBytes(StandardCharsets.UTF_8), "text/markdown")
                .multiPart("id", "notes")
                .multiPart("label", "home")
                .post("/knowledge/documents")
                .then()
                .statusCode(201)
                .body("title", equalTo("Notes"))
                .body("labels", equalTo(List.of("home")));
        raw("filer", "application/pdf")
                .body("no pdf".getBytes(StandardCharsets.UTF_8))
                .post("/knowledge/documents")
                .then()
                .statusCode(400)
                .body("code", equalTo("broken_document"));
        raw("filer", "application/octet-stream")
                .body("x".getBytes(StandardCharsets.UTF_8))
                .post("/knowledge/documents?name=x.exe")
                .then()
                .statusCode(415)
                .body("detail", containsString("application/pdf"));
    }

    private static io.restassured.specification.RequestSpecification raw(String tenant, String type) {
        return given().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/pdf", io.restassured.http.ContentType.BINARY)))
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .contentType(type);
    }

    private static void post(String tenant, String id, String text) {
        as(tenant)
                .body(Map.of("id", id, "title", "Title", "text", text))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
    }

    private List<SseEvent> search(String tenant, String parameters) {
        return read(tenant, "stream/search?" + parameters, null);
    }

    private List<SseEvent> read(String tenant, String path, String lastEventId) {
        Map<String, String> headers = new HashMap<>(headers(tenant));
        if (lastEventId != null) {
            headers.put("last-event-id", lastEventId);
        }
        try (SseReader reader = SseReader.get(base + path, headers)) {
            assertThat(reader.status()).isEqualTo(200);
            return reader.readAll().stream().filter(event -> !event.isComment()).toList();
        }
    }

    private JsonNode data(List<SseEvent> events, String name) {
        return events.stream()
                .filter(event -> name.equals(event.event()))
                .map(this::json)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no event " + name + " in " + events));
    }

    private List<String> sources(List<SseEvent> events) {
        return events.stream()
                .filter(event -> "source".equals(event.event()))
                .map(event -> json(event).get("documentId").asText())
                .toList();
    }

    private JsonNode json(SseEvent event) {
        try {
            return json.readTree(event.data());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String enc(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
