package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of work without a model, waited for and as tasks. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TypesTest {

    @Test
    void a_fact_check_quotes_the_given_source_for_each_verdict() {
        Response done = direct(
                "fact-check",
                Map.of(
                        "text",
                        "The tram line opens in May 2027. A single ticket costs three euros. The tram is painted blue and white.",
                        "sources",
                        Material.sources()));

        assertThat(done.<List<String>>path("result.claims.verdict"))
                .containsExactly("supported", "refuted", "not_enough");
        assertThat(done.<String>path("result.claims[0].citations[0].documentId"))
                .isEqualTo("tram");
        assertThat(Material.TRAM).contains(done.<String>path("result.claims[1].citations[0].quote"));
        assertThat(done.<List<Object>>path("result.claims[2].citations")).isEmpty();
        assertThat(done.<Integer>path("result.supported")).isEqualTo(1);
        assertThat(done.<String>path("madeBy")).isEqualTo("local:weighing");
    }

    @Test
    void a_fact_check_without_sources_looks_into_the_tenants_documents_only() {
        as("checker")
                .body(Map.of("id", "tram", "title", "Tram", "text", Material.TRAM))
                .post("/knowledge/documents")
                .then()
                .statusCode(201);
        Map<String, Object> input = Map.of("text", "The tram line opens in May 2027.");

        // On a busy machine a document may be kept before it can be found.
        Response mine = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> as("checker").body(input).post("/api/ai/fact-check"),
                        answer -> "supported".equals(answer.path("result.claims[0].verdict")));
        assertThat(mine.<String>path("result.claims[0].citations[0].documentId"))
                .isEqualTo("tram");

        Response others = as("stranger").body(input).post("/api/ai/fact-check");
        assertThat(others.<String>path("result.claims[0].verdict")).isEqualTo("not_enough");
    }

    @Test
    void every_sentence_of_a_synthesis_stands_in_the_passage_it_cites() {
        Response done = direct("synthesis", Map.of("sources", Material.sources(), "question", "tram line"));

        List<Map<String, Object>> passages = done.path("result.passages");
        List<Map<String, Object>> sections = done.path("result.report.sections");
        assertThat(sections).isNotEmpty();
        int sentences = 0;
        for (Map<String, Object> section : sections) {
            for (Object one : (List<?>) section.get("sentences")) {
                Map<?, ?> said = (Map<?, ?>) one;
                Map<?, ?> citation = (Map<?, ?>) ((List<?>) said.get("citations")).getFirst();
                int n = (Integer) citation.get("n");
                assertThat((String) passages.get(n - 1).get("text")).contains((String) said.get("sentence"));
                sentences++;
            }
        }
        assertThat(sentences).isPositive();
        assertThat(done.<String>path("result.report.text")).startsWith("## ").contains("[1]");
        assertThat(done.<String>path("madeBy")).isEqualTo("local:extractive");
    }

    @Test
    void without_vectors_similarity_compares_words_and_suggests_what_is_not_linked() {
        List<Map<String, Object>> texts = List.of(
                Map.of("id", "tram", "text", Material.TRAM),
                Map.of("id", "bus", "text", Material.BUS),
                Map.of("id", "cake", "text", "Beat the butter with sugar and bake the cake for an hour."));

        Response free = direct("similarity", Map.of("texts", texts));
        assertThat(free.<String>path("madeBy")).isEqualTo("local:tf-idf");
        assertThat(free.<String>path("result.pairs[0].a") + free.<String>path("result.pairs[0].b"))
                .isEqualTo("trambus");
        assertThat(free.<List<String>>path("result.pairs[0].shared")).isNotEmpty();
        assertThat(free.<List<Object>>path("result.suggestions")).hasSize(1);

        Response linked = direct("similarity", Map.of("texts", texts, "links", List.of(List.of("bus", "tram"))));
        assertThat(linked.<List<Object>>path("result.suggestions")).isEmpty();
    }

    @Test
    void a_quiz_hides_what_stands_in_its_sentence_and_the_same_text_gives_the_same_quiz() {
        Response done = direct("quiz", Map.of("text", Material.TRAM + " " + Material.BUS, "questions", 4));

        List<Map<String, Object>> questions = done.path("result.questions");
        assertThat(questions).hasSize(4);
        for (Map<String, Object> question : questions) {
            String answer = (String) question.get("answer");
            String sentence = (String) question.get("sentence");
            assertThat(Material.TRAM + " " + Material.BUS).contains(sentence);
            assertThat(((String) question.get("question")).replace("_____", answer))
                    .isEqualTo(sentence);
            List<?> options = (List<?>) question.get("options");
            if (!options.isEmpty()) {
                assertThat(options.stream().filter(answer::equals)).hasSize(1);
            }
        }
        assertThat(direct("quiz", Map.of("text", Material.TRAM + " " + Material.BUS, "questions", 4))
                        .<Object>path("result"))
                .isEqualTo(done.<Object>path("result"));
    }

    @Test
    void a_study_plan_keeps_to_the_learners_days_and_minutes() {
        Response done = direct(
                "study-plan",
                Map.of(
                        "topics",
                        List.of("Verbs", Map.of("topic", "Nouns", "minutes", 20, "difficulty", 5)),
                        "from",
                        "2026-12-01",
                        "until",
                        "2026-12-31",
                        "minutesPerDay",
                        40,
                        "rest",
                        List.of("sunday")));

        assertThat(done.<List<String>>path("result.days.date")).first().isEqualTo("2026-12-01");
        assertThat(done.<List<Integer>>path("result.days.minutes")).allMatch(minutes -> minutes <= 40);
        assertThat(done.<Integer>path("result.repetitions")).isGreaterThanOrEqualTo(4);
        assertThat(done.<List<Object>>path("result.unplaced")).isEmpty();
        assertThat(done.<String>path("madeBy")).isEqualTo("local:sm2");
    }

    @Test
    void a_batch_gives_a_result_for_each_input_and_a_bad_one_is_named_before_it_is_accepted() {
        Response done = submitted(
                "batcher",
                "batch",
                Map.of(
                        "type",
                        "summary",
                        "inputs",
                        List.of(Map.of("text", Material.TRAM, "sentences", 1), Map.of("text", Material.BUS))));

        assertThat(done.<Integer>path("result.succeeded")).isEqualTo(2);
        assertThat(done.<List<String>>path("result.items.madeBy")).allMatch(way -> way.startsWith("local:"));
        assertThat(done.<List<String>>path("result.items[0].result.sentences")).hasSize(1);

        as("batcher")
                .body(task("batch", "high", Map.of("type", "summary", "inputs", List.of(Map.of("text", " ")))))
                .post("/background/task")
                .then()
                .statusCode(400)
                .body("detail", containsString("input.inputs[0]"));
        as("batcher")
                .body(task("batch", "high", Map.of("type", "batch", "inputs", List.of(Map.of()))))
                .post("/background/task")
                .then()
                .statusCode(400);
    }

    @Test
    void a_prompt_that_nobody_pays_for_fails_and_says_so() {
        String id = as("penniless")
                .body(task(
                        "prompt",
                        "high",
                        Map.of("model", "gpt-9", "messages", List.of(Map.of("role", "user", "content", "hi")))))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        Response failed = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> as("penniless").get("/background/task/" + id),
                        answer -> "failed".equals(answer.path("state")));
        assertThat(failed.<String>path("error")).contains("sluice.worker.llm.api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"summary", "keywords", "quiz", "fact-check"})
    void hostile_long_mixed_and_odd_texts_are_worked_on_like_any_other(String type) {
        for (String text : List.of(
                Material.HOSTILE,
                "Die neue Bahn fährt im Mai 2027. The tram opens in May. 新しい路面電車は五月に開通します。",
                "\u0000\uFFFF \uD83D\uDE00 🚋🚋🚋 ((((([[[[[ <b>x</b> %s {0} \\ \" ' ",
                "a ".repeat(10_000),
                "x".repeat(20_000),
                ".".repeat(500) + "?!")) {
            Response done = as("hostile").body(Map.of("text", text)).post("/api/ai/" + type);
            assertThat(done.statusCode()).as(type + ": " + done.asString()).isEqualTo(200);
            assertThat(done.<String>path("madeBy")).startsWith("local:");
        }
    }

    @Test
    void what_is_too_large_to_wait_for_is_refused_with_the_way_to_a_task() {
        as("acme")
                .body(Map.of("text", "x".repeat(70_000)))
                .post("/api/ai/summary")
                .then()
                .statusCode(413)
                .body("code", equalTo("input_too_large"))
                .body("detail", containsString("/background/task"));
        as("acme")
                .body(Map.of("text", "x".repeat(60_000)))
                .post("/api/ai/summary")
                .then()
                .statusCode(200);
    }

    @Test
    void bad_inputs_are_refused_with_a_remedy() {
        refused("dance", Map.of(), 404, "summary");
        refused("prompt", Map.of(), 404, "summary");
        refused("summary", Map.of("text", ""), 400, "blank");
        refused("summary", Map.of("text", "x", "model", 7), 400, "input.model");
        refused("fact-check", Map.of("text", "x", "sources", List.of()), 400, "input.sources");
        refused("fact-check", Map.of("text", "x", "sources", List.of(7)), 400, "input.sources[0]");
        refused("synthesis", Map.of(), 400, "sources");
        refused("similarity", Map.of("texts", List.of("one")), 400, "2 to 200");
        refused("similarity", Map.of("texts", List.of("a", "b"), "links", List.of(List.of("1", "9"))), 400, "links");
        refused("quiz", Map.of("text", "x", "questions", 51), 400, "from 1 to 50");
        refused("study-plan", Map.of("topics", List.of("a")), 400, "input.until");
        refused("study-plan", Map.of("topics", List.of("a"), "until", "tomorrow"), 400, "date");
        refused(
                "study-plan",
                Map.of("topics", List.of("a"), "from", "2026-12-02", "until", "2026-12-01"),
                400,
                "on or after");
        refused("study-plan", Map.of("until", "2026-12-20", "from", "2026-12-01"), 400, "topics");
        refused(
                "study-plan",
                Map.of("subject", "Chemistry", "until", "2026-12-20", "from", "2026-12-01"),
                422,
                "topics");
        as("acme").body("[1]").post("/api/ai/summary").then().statusCode(400);
        as("acme").body("{").post("/api/ai/summary").then().statusCode(400);
        as("acme")
                .body(task("analytics", "high", Map.of("query", "secrets")))
                .post("/background/task")
                .then()
                .statusCode(400)
                .body("detail", containsString("overview"));
    }

    private static void refused(String type, Map<String, Object> input, int status, String detail) {
        as("acme").body(input).post("/api/ai/" + type).then().statusCode(status).body("detail", containsString(detail));
    }

    private static Response direct(String type, Map<String, Object> input) {
        Response done = as("direct").body(input).post("/api/ai/" + type);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        return done;
    }

    private static Response submitted(String tenant, String type, Map<String, Object> input) {
        String id = as(tenant)
                .body(task(type, "high", input))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> as(tenant).get("/background/task/" + id),
                        answer -> "succeeded".equals(answer.path("state")));
    }
}
