package dev.sluice.worker.streaming;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers leave and come back while a model answers; its call ends when the last one stays away, and not before. */
@QuarkusTest
@TestProfile(LeavingReadersTest.Profile.class)
class LeavingReadersTest {

    private static final Duration WINDOW = Duration.ofSeconds(2);

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.worker.llm.api-key", "sk-sl-worker",
                    "sluice.worker.llm.model", "gpt-test",
                    "sluice.worker.knowledge.heartbeat", "100ms",
                    "sluice.worker.knowledge.resume-within", WINDOW.toSeconds() + "s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class),
                    new TestResourceEntry(
                            UpstreamTestResource.class,
                            Map.of("sluice.peers.gateway", "{url}", "sluice.peers.cache", "{url}")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    ScriptedUpstream gateway;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void quiet() {
        gateway.reset();
    }

    @Test
    void one_of_two_readers_leaves_and_the_call_goes_on_until_the_other_has_left_for_longer_than_the_window() {
        know("two");
        gateway.onModel("gpt-test", Script.words(5_000).tokenEvery(Duration.ofMillis(20)));

        try (SseReader first = search("two", null);
                SseReader second = search("two", chunk(first).id())) {
            assertThat(chunk(second)).isNotNull();
            first.close();
            long left = System.nanoTime();
            while (System.nanoTime() - left < 2 * WINDOW.toNanos()) {
                assertThat(chunk(second)).as("the other reader is told more").isNotNull();
            }
            assertThat(chats()).as("both read one call").isEqualTo(1);
            assertThat(gateway.cancelled()).isEmpty();

            second.close();
            left = System.nanoTime();
            gateway.awaitCancelled(1);

            assertThat(Duration.ofNanos(System.nanoTime() - left))
                    .as("nobody came back in the window")
                    .isGreaterThanOrEqualTo(WINDOW);
        }
    }

    @Test
    void a_reader_who_comes_back_in_the_window_is_told_the_rest_of_the_same_answer() {
        know("back");
        gateway.onModel("gpt-test", Script.words(60).tokenEvery(Duration.ofMillis(50)));
        String seen;
        try (SseReader first = search("back", null)) {
            seen = chunk(first).id();
        }

        List<SseEvent> rest;
        try (SseReader again = search("back", seen)) {
            rest = again.readAll().stream().filter(event -> !event.isComment()).toList();
        }

        assertThat(rest.getLast().event()).isEqualTo("done");
        assertThat(rest.getFirst().id()).isEqualTo(next(seen));
        assertThat(chats()).isEqualTo(1);
        assertThat(gateway.cancelled()).isEmpty();
    }

    /** Embeddings are asked of the same double. */
    private long chats() {
        return gateway.requests().stream()
                .filter(request -> request.path().contains("/chat/completions"))
                .count();
    }

    private static void know(String tenant) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> as(tenant).get("/knowledge/documents").then().body("complete", equalTo(true)));
        as(tenant)
                .body(Map.of("id", "tram", "title", "Tram", "text", "A ticket costs two euros."))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
    }

    private SseReader search(String tenant, String lastEventId) {
        Map<String, String> headers = new HashMap<>(headers(tenant));
        if (lastEventId != null) {
            headers.put("last-event-id", lastEventId);
        }
        return SseReader.get(base + "stream/search?q=what+does+a+ticket+cost", headers);
    }

    private static SseEvent chunk(SseReader reader) {
        SseEvent event = reader.nextData();
        while (event != null && !"chunk".equals(event.event())) {
            event = reader.nextData();
        }
        return event;
    }

    private static String next(String id) {
        int dot = id.lastIndexOf('.');
        return id.substring(0, dot + 1) + (Integer.parseInt(id.substring(dot + 1)) + 1);
    }
}
