package dev.sluice.optimizer.templates;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /optimize/templates} over HTTP with a real broker. */
@QuarkusTest
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
class TemplateResourceTest {

    private static final String BRIEF =
            "{\"text\":\"Write a brief on {{topic}}.\",\"variables\":[{\"name\":\"topic\",\"type\":\"string\"}],\"note\":\"first\"}";

    private final String tenant = "t-" + UUID.randomUUID();

    @Inject
    TemplatesConfig config;

    @Inject
    KafkaClients clients;

    @Inject
    TopicBootstrap topics;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void templatesAreRead() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> caller().get("/optimize/templates").statusCode() == 200);
    }

    @Test
    void versionsAreAddedListedFilledWeighedAndTakenAway() {
        add("brief", BRIEF).statusCode(201).body("version", is(1)).body("note", equalTo("first"));
        add("brief", BRIEF.replace("Write a", "Give a short")).statusCode(201).body("version", is(2));

        caller().get("/optimize/templates")
                .then()
                .body("name", equalTo(List.of("brief")))
                .body("versions", equalTo(List.of(2)));
        render("{\"variables\":{\"topic\":\"tides\"}}").body("text", equalTo("Give a short brief on tides."));
        render("{\"variables\":{\"topic\":\"tides\"},\"version\":1}").body("text", equalTo("Write a brief on tides."));
        caller().body(Map.of("1", 1))
                .put("/optimize/templates/brief/weights")
                .then()
                .statusCode(200);
        render("{\"variables\":{\"topic\":\"tides\"},\"unit\":\"u1\"}").body("version", is(1));
        caller().get("/optimize/templates/brief")
                .then()
                .body("versions.version", equalTo(List.of(1, 2)))
                .body("weights.1", is(1));
        caller().get("/optimize/templates/brief/versions/2").then().body("version", is(2));

        caller().delete("/optimize/templates/brief").then().body("removed", is(2));
        caller().get("/optimize/templates/brief").then().statusCode(404);
        add("brief", BRIEF).body("version", is(3));
    }

    @Test
    void anotherTenantSeesNothing() {
        add("brief", BRIEF).statusCode(201);

        given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant + "x")
                .get("/optimize/templates/brief")
                .then()
                .statusCode(404);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheRemedy() {
        add("Brief!", BRIEF).statusCode(400).body("detail", containsString("a-z"));
        add("brief", "{\"text\":\"{{x}}\"}").statusCode(400).body("code", equalTo("unknown_variable"));
        add("brief", "{\"text\":\"a\",\"variables\":[{\"name\":\"a\",\"type\":\"colour\"}]}")
                .statusCode(400);
        add("brief", "{\"text\":\"" + "x".repeat(Proposal.LONGEST + 1) + "\"}").statusCode(413);
        add("brief", BRIEF).statusCode(201);
        render("{\"version\":7,\"variables\":{\"topic\":\"a\"}}")
                .statusCode(404)
                .body("code", equalTo("no_version"));
        render("{}").statusCode(400).body("detail", containsString("'topic' is missing"));
        caller().body(Map.of("9", 1))
                .put("/optimize/templates/brief/weights")
                .then()
                .statusCode(404);
        caller().body(Map.of("1", -1))
                .put("/optimize/templates/brief/weights")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_weight"));
    }

    @Test
    void whoStartsAnewFindsThemOnTheTopic() throws Exception {
        add("brief", BRIEF).statusCode(201);
        caller().body(Map.of("1", 5)).put("/optimize/templates/brief/weights");

        var other = new Library(config, clients, topics, json, Clock.systemUTC());
        other.start(new StartupEvent());
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> other.shelf().newest(tenant).size() == 1);
            assertThat(other.shelf().head(tenant, "brief").weights()).isEqualTo(Map.of(1, 5));
        } finally {
            other.stop(new io.quarkus.runtime.ShutdownEvent());
        }
    }

    private io.restassured.response.ValidatableResponse add(String name, String body) {
        return caller().body(body).post("/optimize/templates/" + name).then();
    }

    private io.restassured.response.ValidatableResponse render(String body) {
        return caller().body(body).post("/optimize/templates/brief/render").then();
    }

    private RequestSpecification caller() {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant);
    }
}
