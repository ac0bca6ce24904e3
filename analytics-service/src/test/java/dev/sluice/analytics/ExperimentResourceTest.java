package dev.sluice.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments from the definition to the verdict, through a real broker. Each test has a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class ExperimentResourceTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DEFINITION = """
            {"name":"mini","model":"gpt-4o","variants":[{"name":"control","weight":1},
             {"name":"mini","weight":1,"model":"gpt-4o-mini"}],
             "metric":"cost_per_call","guardrails":[{"metric":"error_rate","tolerated":0.1}]}""";

    @Inject
    KafkaClients clients;

    @Inject
    ObjectMapper json;

    private final String tenant = "t-" + UUID.randomUUID();

    private RequestSpecification as(String scopes) {
        return given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .header("x-sluice-key-id", "key-7")
                .header("x-sluice-scopes", scopes)
                .contentType("application/json");
    }

    private ValidatableResponse post(String path, String body) {
        return as("experiments")
                .body(body)
                .post("/analytics/experiments" + path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return as("dashboard").get("/analytics/experiments" + path).then();
    }

    private void define() {
        // Right after the start the topic is still being read.
        await().atMost(SOON).untilAsserted(() -> post("", DEFINITION).statusCode(Matchers.oneOf(201, 409)));
    }

    @Test
    void aDraftIsStartedStoppedAndForgottenAndKeepsItsHistory() {
        define();
        get("").statusCode(200).body("experiments.name", Matchers.contains("mini"));
        get("/mini")
                .statusCode(200)
                .body("experiment.state", Matchers.is("draft"))
                .body("verdict.kind", Matchers.is("not_started"))
                .body("units[0].expected", Matchers.is(0.5F));
        post("/mini/stop", "{}").statusCode(409).body("code", Matchers.is("wrong_state"));

        post("/mini/start", "").statusCode(200).body("state", Matchers.is("running"));
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .post("/analytics/experiments/mini/start")
                .then()
                .statusCode(409);
        as("experiments").delete("/analytics/experiments/mini").then().statusCode(409);
        get("/mini").body("verdict.kind", Matchers.is("too_few")).body("split.ok", Matchers.is(true));

        post("/mini/stop", "{\"because\":7}").statusCode(400).body("code", Matchers.is("bad_because"));
        post("/mini/stop", "{\"because\":\"seen enough\"}")
                .statusCode(200)
                .body("state", Matchers.is("stopped"))
                .body("history.state", Matchers.contains("draft", "running", "stopped"))
                .body("history[2].because", Matchers.is("seen enough"))
                .body("history.by", Matchers.everyItem(Matchers.is("key-7")));
        post("/mini/start", "").statusCode(409).body("detail", Matchers.containsString("define another one"));
        as("experiments").delete("/analytics/experiments/mini").then().statusCode(204);
        get("/mini").statusCode(404).contentType("application/problem+json");
    }

    @Test
    void whatIsDefinedStandsOnTheControlTopicAsGatewaysReadIt() throws Exception {
        define();
        post("/mini/start", "").statusCode(200);

        Experiment read = json.readValue(onTopic("experiment/" + tenant + "/mini"), Experiment.class);

        assertThat(read.running()).isTrue();
        assertThat(read.variants().get(1))
                .isEqualTo(new Experiment.Variant("mini", 1, "gpt-4o-mini", null, null, null));
    }

    private byte[] onTopic(String key) {
        Map<String, byte[]> last = new HashMap<>();
        var partition = new TopicPartition(Topics.CONTROL, 0);
        try (var consumer = clients.consumer("test", "", Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    last.put(record.key(), record.value());
                }
            }
        }
        return last.get(key);
    }

    @Test
    void aSecondOneThatSetsTheSameIsNotStartedBesideTheFirst() {
        define();
        post("", DEFINITION).statusCode(409).body("code", Matchers.is("experiment_exists"));
        post("", DEFINITION.replace("\"name\":\"mini\",\"model\"", "\"name\":\"rival\",\"model\""))
                .statusCode(201);
        post("/mini/start", "").statusCode(200);

        post("/rival/start", "")
                .statusCode(409)
                .body("code", Matchers.is("experiments_clash"))
                .body("detail", Matchers.containsString("'mini'"));
    }

    @Test
    void readersMayNotChangeAndStrangersSeeNothing() {
        define();

        as("analytics,dashboard")
                .body(DEFINITION)
                .post("/analytics/experiments")
                .then()
                .statusCode(403)
                .body("code", Matchers.is("missing_scope"));
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", "another-" + tenant)
                .get("/analytics/experiments/mini")
                .then()
                .statusCode(404);
        post("", "{\"name\":\"x\",\"variants\":\"all\"}").statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model\":\"gpt-4o\" | \"modle\":\"gpt-4o\" | Unknown field 'modle'",
                "\"weight\":1,\"model\" | \"weight\":1,\"modle\" | Unknown field 'variants.1.modle'",
                "\"tolerated\":0.1 | \"tolerate\":0.1 | Unknown field 'guardrails.0.tolerate'",
                "\"metric\":\"cost_per_call\" | \"metric\":\"cost_per_call\",\"method\":{\"unit\":200} | Unknown field 'method.unit'",
                "\"control\",\"weight\":1 | \"control\",\"weight\":1.5 | Field 'variants.0.weight'",
            })
    void aMisspeltFieldIsNamedWhereverItStands(String right, String wrong, String told) {
        post("", DEFINITION.replace(right, wrong))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", Matchers.is("invalid_field"))
                .body("detail", Matchers.startsWith(told));
    }

    @Test
    void aReasonThatIsMisspeltIsNotLeftOut() {
        define();
        post("/mini/start", "{\"becuase\":\"it is time\"}").statusCode(400).body("code", Matchers.is("bad_because"));
        post("/mini/start", "[]").statusCode(400).body("code", Matchers.is("bad_because"));
        post("/mini/start", "{\"because\":null}").statusCode(200);
    }

    @Test
    void thePlanOfAFixedHorizon() {
        get("/power?rate=0.04&difference=0.01")
                .statusCode(200)
                .body("units", Matchers.allOf(Matchers.greaterThan(12_000), Matchers.lessThan(12_100)))
                .body("control", Matchers.greaterThan(6_000));
        get("/power?deviation=1&difference=0.1&power=0.9&share=0.2")
                .statusCode(200)
                .body("units", Matchers.is(6568));
        get("/power?difference=0.1").statusCode(400).body("code", Matchers.is("bad_deviation"));
        get("/power?rate=1&difference=0.1").statusCode(400).body("code", Matchers.is("bad_rate"));
        get("/power?rate=0.5&difference=0").statusCode(400).body("code", Matchers.is("bad_difference"));
    }

    @Test
    void aVariantThatFailsIsRolledBackAndTheReasonStandsInItsHistory() throws Exception {
        define();
        post("/mini/start", "").statusCode(200);
        try (var producer = clients.producer("test", Map.of())) {
            for (int unit = 0; unit < 80; unit++) {
                boolean mini = unit % 2 == 1;
                byte[] event = json.writeValueAsBytes(exposed("s-" + unit, mini ? "mini" : "control", mini));
                producer.send(new ProducerRecord<>(Topics.EVENTS, tenant, event))
                        .get();
            }
        }

        await().atMost(SOON).untilAsserted(() -> get("/mini").body("experiment.state", Matchers.is("rolled_back")));
        get("/mini")
                .body("verdict.kind", Matchers.is("harm"))
                .body("verdict.variant", Matchers.is("mini"))
                .body("metrics[1].role", Matchers.is("guardrail"))
                .body("experiment.history[2].by", Matchers.is("guardrail"))
                .body("experiment.history[2].because", Matchers.startsWith("Switch off mini: error_rate is worse"));
    }

    @Test
    void anAdministratorRollsBackWhatRunsAndEverybodyGetsTheControl() {
        define();
        rollBack("{}").statusCode(409).body("code", Matchers.is("wrong_state"));
        post("/mini/start", "").statusCode(200);
        rollBack("{\"why\":\"misspelt\"}").statusCode(400).body("code", Matchers.is("bad_because"));

        rollBack("{\"because\":\"a customer called\"}").statusCode(200).body("state", Matchers.is("rolled_back"));

        get("/mini")
                .body("experiment.state", Matchers.is("rolled_back"))
                .body("experiment.rollBackTo", Matchers.is("control"))
                .body("experiment.history[2].by", Matchers.is("admin-key"))
                .body("experiment.history[2].because", Matchers.is("a customer called"));
        rollBack("").statusCode(409);
    }

    @Test
    void noCallerOfATenantReachesWhatAdministratorsMay() {
        as("experiments")
                .body("{}")
                .post("/analytics/experiments/mini/roll-back")
                .then()
                .statusCode(404);
        given().post("/internal/analytics/experiments/mini/roll-back?tenant=acme&by=me")
                .then()
                .statusCode(Matchers.oneOf(401, 403));
    }

    private ValidatableResponse rollBack(String body) {
        return given().header("x-sluice-internal", "test-internal-secret")
                .contentType("application/json")
                .queryParam("tenant", tenant)
                .queryParam("by", "admin-key")
                .body(body)
                .post("/internal/analytics/experiments/mini/roll-back")
                .then();
    }

    private Event exposed(String session, String variant, boolean failed) {
        Event good = failed
                ? Events.failed(tenant, Instant.now(), 502, "upstream_502")
                : Events.completion(tenant, Instant.now(), "MISS", 5, 0);
        return new Event(
                Event.SCHEMA,
                good.id(),
                good.at(),
                tenant,
                null,
                good.source(),
                good.kind(),
                new Event.Origin("r", "key-1", session, null),
                good.call(),
                good.usage(),
                good.money(),
                good.cache(),
                null,
                null,
                Map.of("exp.mini", variant));
    }
}
