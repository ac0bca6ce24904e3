package dev.sluice.optimizer.documents;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents written by a scripted model that stands where the gateway would. */
@QuarkusTest
@TestProfile(DocumentResourceTest.NoKafka.class)
@QuarkusTestResource(
        value = UpstreamTestResource.class,
        initArgs = @ResourceArg(name = "sluice.peers.gateway", value = "{url}"),
        restrictToAnnotatedClass = true)
class DocumentResourceTest {

    /** Nothing is kept, so nothing is needed but the model. */
    public static final class NoKafka implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.kafka.bootstrap", "127.0.0.1:1", "sluice.optimizer.documents.heartbeat", "100ms");
        }
    }

    private static final String BASIS = "{\"currency\":\"EUR\",\"units\":1000,\"assumptions\":[\"one shift\"]}";
    private static final String COSTS = "{\"positions\":[{\"position\":\"oil\",\"kind\":\"material\",\"perUnit\":1.2},"
            + "{\"position\":\"bottle\",\"kind\":\"packaging\",\"perUnit\":0.4}]}";
    private static final String PRICE =
            "{\"price\":4.5,\"marginPercent\":40,\"breakEvenUnits\":600,\"why\":\"as others ask\"}";
    private static final String LEVERS =
            "{\"levers\":[{\"lever\":\"larger batch\",\"savingPercent\":8,\"risk\":\"it ages\"}]}";
    private static final String ORDER = "{\"brief\":{\"type\":\"cosmetic\",\"region\":\"EU\"},\"model\":\"m\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    ScriptedUpstream upstream;

    @TestHTTPResource
    String base;

    @BeforeEach
    void nothingIsScripted() {
        upstream.reset();
    }

    @Test
    void sectionsArriveOneByOneEachWithItsShapeAndTheNextKnowsThem() throws Exception {
        upstream.enqueue(
                Script.say(BASIS),
                Script.say("Here it is:\n```json\n" + COSTS + "\n```"),
                Script.say(PRICE),
                Script.say(LEVERS));

        List<SseEvent> events = events("costing", ORDER);

        assertThat(events.stream().map(SseEvent::event))
                .containsExactly(
                        "start",
                        "progress",
                        "section",
                        "progress",
                        "section",
                        "progress",
                        "section",
                        "progress",
                        "section",
                        "done");
        assertThat(data(events.get(4)).at("/content")).isEqualTo(JSON.readTree(COSTS));
        assertThat(data(events.get(7)).at("/percent").asInt()).isEqualTo(75);
        assertThat(data(events.getLast()).at("/complete").asBoolean()).isTrue();
        assertThat(upstream.requests()).hasSize(4);
        assertThat(upstream.requests().getLast().body().text()).contains("as others ask", "bottle", "cosmetic");
        assertThat(upstream.requests().getFirst().header("x-sluice-tenant")).isEqualTo("acme");
    }

    @Test
    void aSectionIsThereBeforeTheNextIsWritten() {
        upstream.enqueue(Script.say(BASIS), Script.neverAnswer());

        try (SseReader reader = open("costing", ORDER)) {
            assertThat(reader.next().event()).isEqualTo("start");
            assertThat(reader.next().event()).isEqualTo("progress");
            assertThat(reader.next().event()).isEqualTo("section");
            assertThat(reader.next().event()).isEqualTo("progress");
            assertThat(reader.next().isComment()).isTrue();
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> upstream.cancelled().size() == 1);
    }

    @Test
    void anAnswerWithoutTheShapeIsAskedForOnceMoreAndThenToldAsAnError() throws Exception {
        upstream.enqueue(
                Script.say("{\"currency\":\"EUR\",\"units\":0,\"assumptions\":[\"one shift\"]}"),
                Script.say(BASIS),
                Script.say("I cannot."),
                Script.say("{\"positions\":[]}"));

        List<SseEvent> events =
                events("costing", ORDER.replace("\"model\"", "\"sections\":[\"costs\",\"basis\"],\"model\""));

        assertThat(events.stream().map(SseEvent::event))
                .containsExactly("start", "progress", "section", "progress", "error", "done");
        assertThat(data(events.get(2)).at("/attempts").asInt()).isEqualTo(2);
        assertThat(upstream.requests().get(1).body().text()).contains("$.units is 0; at least 1");
        assertThat(data(events.get(4)).at("/code").asText()).isEqualTo("section_misshapen");
        assertThat(data(events.getLast()).at("/complete").asBoolean()).isFalse();
    }

    @Test
    void whenNoModelAnswersThatIsSaidAndNothingIsMadeUp() throws Exception {
        upstream.enqueue(Script.error(404, "There is no model m."));

        List<SseEvent> events = events("scientific", ORDER);

        assertThat(events.stream().map(SseEvent::event)).containsExactly("start", "progress", "error", "done");
        assertThat(data(events.get(2)).at("/code").asText()).isEqualTo("no_such_model");
        assertThat(data(events.get(2)).at("/detail").asText()).contains("404", "There is no model m.");
        assertThat(data(events.getLast()).at("/sections").asInt()).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeTheStreamBegins() {
        post("novel", ORDER).statusCode(404).body("detail", containsString("market_research"));
        post("costing", "{\"brief\":\"soap\"}").statusCode(400).body("code", equalTo("no_model"));
        post("costing", "{\"model\":\"m\"}").statusCode(400).body("code", equalTo("invalid_brief"));
        post("costing", "{\"brief\":\"soap\",\"model\":\"m\",\"sections\":[\"poem\"]}")
                .statusCode(400)
                .body("detail", containsString("levers"));
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .get("/optimize/documents")
                .then()
                .statusCode(200)
                .body("name", hasItems("formulation", "branding"));
    }

    private List<SseEvent> events(String type, String order) {
        try (SseReader reader = open(type, order)) {
            return reader.readAll().stream().filter(event -> !event.isComment()).toList();
        }
    }

    private SseReader open(String type, String order) {
        return SseReader.post(
                        base.replaceAll("/$", "") + "/optimize/documents/" + type,
                        order,
                        Map.of("x-sluice-internal", "test-internal-secret", "x-sluice-tenant", "acme"))
                .deadline(Duration.ofMinutes(1));
    }

    private static io.restassured.response.ValidatableResponse post(String type, String order) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "acme")
                .body(order)
                .post("/optimize/documents/" + type)
                .then();
    }

    private static JsonNode data(SseEvent event) throws Exception {
        return JSON.readTree(event.data());
    }
}
