package dev.sluice.worker;

import static dev.sluice.worker.Http.as;
import static dev.sluice.worker.Http.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The types of work with a model, which answers what the test tells it to. */
@QuarkusTest
@TestProfile(WithModelTest.Profile.class)
class TypesWithModelTest {

    ScriptedUpstream gateway;

    @BeforeEach
    void quiet() {
        gateway.reset();
    }

    @Test
    void a_models_verdict_counts_with_a_quote_that_stands_in_its_passage() {
        gateway.onModel("judge", Script.say("supported | 1 | The new tram line opens in May 2027."));
        Response done = direct(
                "fact-check",
                Map.of(
                        "text", "Service on the new tram line starts in May 2027.",
                        "sources", Material.sources(),
                        "model", "judge"));

        assertThat(done.<String>path("madeBy")).isEqualTo("llm:judge");
        assertThat(done.<String>path("result.claims[0].verdict")).isEqualTo("supported");
        assertThat(done.<String>path("result.claims[0].citations[0].quote"))
                .isEqualTo("The new tram line opens in May 2027.");

        gateway.onModel("judge", Script.say("supported | 1 | The tram is free for everybody."));
        Response invented = direct(
                "fact-check",
                Map.of("text", "The tram line is free.", "sources", Material.sources(), "model", "judge"));
        assertThat(invented.<String>path("result.claims[0].verdict")).isEqualTo("not_enough");
        assertThat(invented.<List<Object>>path("result.claims[0].citations")).isEmpty();
    }

    @Test
    void of_a_models_report_only_what_the_cited_passages_bear_out_is_kept() {
        gateway.onModel(
                "gpt-test",
                Script.say(
                        "## Prices\n\nA single tram ticket costs two euros [1]. The mayor owns a yacht in Monaco [1]. Buses are red.\n\n## Time\n\nThe bus to the university took 35 minutes [2]."));

        Response done = direct("synthesis", Map.of("sources", Material.sources()));

        assertThat(done.<String>path("madeBy")).isEqualTo("llm:gpt-test");
        assertThat(done.<List<String>>path("result.report.sections.heading")).containsExactly("Prices", "Time");
        assertThat(done.<Integer>path("result.report.leftOut")).isEqualTo(2);
        assertThat(done.<String>path("result.report.text"))
                .doesNotContain("yacht")
                .doesNotContain("red");
        assertThat(Material.TRAM)
                .contains(done.<String>path("result.report.sections[0].sentences[0].citations[0].quote"));
    }

    @Test
    void a_models_questions_have_their_answer_in_the_text_and_clozes_fill_up() {
        gateway.onModel(
                "gpt-test",
                Script.say(
                        "1. When does the tram line open? | May 2027 | June 2026 | May 2025 | April 2028\nWho flies to the moon? | Neil Armstrong | A | B | C"));

        Response done = direct("quiz", Map.of("text", Material.TRAM, "questions", 3));

        assertThat(done.<String>path("madeBy")).isEqualTo("llm:gpt-test");
        assertThat(done.<List<String>>path("result.questions.kind")).hasSize(3).contains("choice", "cloze");
        assertThat(done.<List<String>>path("result.questions.answer"))
                .contains("May 2027")
                .doesNotContain("Neil Armstrong");
    }

    @Test
    void a_subject_is_broken_down_by_the_model_and_scheduled_here() {
        gateway.onModel("gpt-test", Script.say("1. Atoms\n2. Bonds\n- Acids"));

        Response done = direct(
                "study-plan",
                Map.of("subject", "Chemistry", "from", "2026-12-01", "until", "2026-12-20", "minutesPerDay", 60));

        assertThat(done.<List<String>>path("result.days[0].items.topic")).containsExactly("Atoms", "Bonds");
        assertThat(done.<String>path("madeBy")).isEqualTo("llm:gpt-test");
    }

    @Test
    void with_vectors_similarity_is_that_of_the_vectors() {
        Response done = direct("similarity", Map.of("texts", List.of("one text", "another text", "one text")));

        assertThat(done.<String>path("madeBy")).isEqualTo("local:embeddings");
        assertThat(done.<String>path("result.pairs[0].a") + done.<String>path("result.pairs[0].b"))
                .isEqualTo("13");
        assertThat(done.<Number>path("result.pairs[0].similarity").doubleValue())
                .isEqualTo(1.0);
    }

    @Test
    void a_report_of_figures_holds_no_number_that_is_not_in_the_answer() {
        gateway.onModel(
                "gpt-test",
                Script.say("The model gpt-4o cost 2.5 US dollars for 12 requests. That is 97 percent of all costs."));
        String id = as("boss")
                .body(task("analytics", "high", Map.of("query", "costs", "by", "model")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Response done = awaitState("boss", id, "succeeded");

        assertThat(done.<String>path("madeBy")).isEqualTo("llm:gpt-test");
        assertThat(done.<String>path("result.text")).isEqualTo("The model gpt-4o cost 2.5 US dollars for 12 requests.");
        assertThat(done.<Integer>path("result.figures.rows[1].requests")).isEqualTo(340);

        String plain = as("boss")
                .body(task("analytics", "high", Map.of("query", "costs", "model", "local")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Response local = awaitState("boss", plain, "succeeded");
        assertThat(local.<String>path("madeBy")).isEqualTo("local:figures");
        assertThat(local.<String>path("result.text")).contains("requests: 12, cost: 2.5 US dollars");

        String refused = as("boss")
                .body(task("analytics", "high", Map.of("query", "tasks", "from", "yesterday")))
                .post("/background/task")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(awaitState("boss", refused, "failed").<String>path("error")).contains("no time");
    }

    @Test
    void hostile_material_stays_material() {
        gateway.onModel("gpt-test", Script.say("A tram line opens."));
        direct("summary", Map.of("text", "The tram line opens in May 2027."));
        String harmless = gateway.lastRequest().json().at("/messages/0/content").asText();

        direct("summary", Map.of("text", Material.HOSTILE));

        var asked = gateway.lastRequest().json();
        assertThat(asked.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(asked.at("/messages/0/content").asText()).isEqualTo(harmless);
        assertThat(asked.at("/messages/1/content").asText().split("</material>", -1))
                .hasSize(2);
    }

    @Test
    void what_is_waited_for_is_asked_for_the_callers_key_and_a_silent_model_named_by_the_input_is_no_result() {
        gateway.onModel("mine", Script.say("A tram line opens in May."));
        as("direct")
                .header("x-sluice-key-id", "k5")
                .body(Map.of("text", Material.TRAM, "model", "mine"))
                .post("/api/ai/summary")
                .then()
                .statusCode(200);
        assertThat(gateway.lastRequest().header("x-sluice-key-id")).isEqualTo("k5");
        assertThat(gateway.lastRequest().header("x-sluice-tenant")).isEqualTo("direct");
        assertThat(gateway.lastRequest().header("authorization")).isNull();

        gateway.onModel("mine", Script.error(503));
        Response away = as("direct")
                .body(Map.of("text", Material.TRAM, "model", "mine"))
                .post("/api/ai/summary");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.header("retry-after")).isNotEmpty();

        gateway.onModel("mine", Script.error(404));
        assertThat(as("direct")
                        .body(Map.of("text", Material.TRAM, "model", "mine"))
                        .post("/api/ai/summary")
                        .statusCode())
                .isEqualTo(422);
    }

    private static Response direct(String type, Map<String, Object> input) {
        Response done = as("direct").body(input).post("/api/ai/" + type);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
        return done;
    }

    private static Response awaitState(String tenant, String id, String state) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> as(tenant).get("/background/task/" + id), answer -> state.equals(answer.path("state")));
    }
}
