package dev.sluice.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.worker.web.TavilyTestResource.Call;
import dev.sluice.worker.web.TavilyTestResource.Reply;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tavily's shape: a POST with a key, results with title, url, content and score (docs.tavily.com, Search). */
@QuarkusTest
@TestProfile(TavilyTest.Profile.class)
class TavilyTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaTestResource.class),
                    new TestResourceEntry(
                            TavilyTestResource.class,
                            Map.of(
                                    "sluice.egress.allowed-networks",
                                    "127.0.0.1/32",
                                    "sluice.worker.web.within",
                                    "3s")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private static final String ANSWER = """
            {"query": "comets", "follow_up_questions": null, "answer": null, "images": [], "results": [
              {"title": "One", "url": "https://one.example/", "content": "The comet returns in 2061.", "score": 0.98, "raw_content": null},
              {"title": "", "url": "http://two.example/a", "content": " Comets are made of ice. ", "score": 0.5},
              {"title": "Three", "url": "https://three.example/", "content": "One more than wanted."}],
             "response_time": 1.1}""";

    @Inject
    WebSearch web;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void quiet() {
        TavilyTestResource.CALLS.clear();
        TavilyTestResource.hangs = false;
        TavilyTestResource.reply = Reply.of(200, ANSWER);
    }

    @Test
    void the_question_and_how_many_are_wanted_are_posted_with_the_key() throws Exception {
        var _ = web.search("When does the comet \"return\"?", 1);

        assertThat(TavilyTestResource.CALLS).hasSize(1);
        Call call = TavilyTestResource.CALLS.element();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/search");
        assertThat(call.authorization()).isEqualTo("Bearer tvly-secret");
        assertThat(call.contentType()).isEqualTo("application/json");
        JsonNode body = json.readTree(call.body());
        assertThat(body.path("query").asText()).isEqualTo("When does the comet \"return\"?");
        assertThat(body.path("max_results").asInt()).isEqualTo(2);
        assertThat(body).hasSize(2);
    }

    @Test
    void results_become_passages_numbered_behind_the_tenants_own_and_no_more_than_wanted() throws Exception {
        List<Passage> found = web.search("comets", 4).orElseThrow();

        assertThat(found).hasSize(2);
        assertThat(found.getFirst())
                .isEqualTo(new Passage(
                        4,
                        "https://one.example/",
                        "One",
                        "https://one.example/",
                        "The comet returns in 2061.",
                        0.98,
                        Passage.WEB));
        assertThat(found.getLast().title()).as("without a title its address").isEqualTo("http://two.example/a");
        assertThat(found.getLast().text()).isEqualTo("Comets are made of ice.");
    }

    @Test
    void results_that_are_no_pages_are_left_out_and_long_ones_are_cut() throws Exception {
        TavilyTestResource.reply = Reply.of(
                200,
                json.writeValueAsString(Map.of(
                        "results",
                        List.of(
                                Map.of("url", "javascript:alert(1)", "title", "Bad", "content", "No page."),
                                Map.of(
                                        "url",
                                        "https://" + "a".repeat(2_000),
                                        "title",
                                        "Long",
                                        "content",
                                        "Too long a link."),
                                Map.of("url", "https://blank.example/", "title", "Blank", "content", "  "),
                                Map.of("title", "Nowhere", "content", "No link."),
                                Map.of(
                                        "url", "https://long.example/",
                                        "title", "t".repeat(301),
                                        "content", "c".repeat(2_001))))));

        List<Passage> found = web.search("comets", 1).orElseThrow();

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().title()).hasSize(300);
        assertThat(found.getFirst().text()).hasSize(2_000);
    }

    @Test
    void of_a_long_question_the_beginning_is_asked() throws Exception {
        for (int length : new int[] {399, 400, 401}) {
            TavilyTestResource.CALLS.clear();
            var _ = web.search("q".repeat(length), 1);

            assertThat(json.readTree(TavilyTestResource.CALLS.element().body())
                            .path("query")
                            .asText())
                    .hasSize(Math.min(400, length));
        }
    }

    @Test
    void no_results_are_an_answer_and_whatever_is_no_answer_leaves_the_search_without_the_web() throws Exception {
        TavilyTestResource.reply = Reply.of(200, "{\"results\": []}");
        assertThat(web.search("comets", 1)).hasValue(List.of());

        for (int status : new int[] {400, 401, 403, 429, 432, 500, 503}) {
            TavilyTestResource.reply = Reply.of(status, "{\"detail\": {\"error\": \"no\"}}");
            assertThat(web.search("comets", 1)).as("status %d", status).isEmpty();
        }
        TavilyTestResource.reply = Reply.of(200, "<html>no JSON</html>");
        assertThat(web.search("comets", 1)).isEmpty();
    }

    @Test
    void an_answer_of_more_than_a_mebibyte_and_one_that_does_not_come_are_none() throws Exception {
        TavilyTestResource.reply = Reply.of(200, ANSWER + " ".repeat(1024 * 1024 - ANSWER.length()));
        assertThat(web.search("comets", 1)).isPresent();
        TavilyTestResource.reply = Reply.of(200, ANSWER + " ".repeat(1024 * 1024 - ANSWER.length() + 1));
        assertThat(web.search("comets", 1)).isEmpty();

        TavilyTestResource.hangs = true;
        assertThat(web.search("comets", 1)).isEmpty();
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        TavilyTestResource.reply = new Reply(302, TavilyTestResource.url + "/inside", new byte[0]);

        assertThat(web.search("comets", 1)).isEmpty();
        assertThat(TavilyTestResource.CALLS).extracting(Call::path).containsExactly("/search");
    }
}
