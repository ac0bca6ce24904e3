package dev.sluice.analytics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.PackagedTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The service as it is packaged, with a real broker: on a JVM, and with {@code -Pnative} as a native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = PackagedTestResource.class, restrictToAnnotatedClass = true)
class AnalyticsServiceIT {

    @Test
    void eventsGoThroughTheBrokerIntoTheStoreAndOutOfIt() {
        ask().contentType("application/json")
                .body("""
                {"events": [
                  {"id": "evt-00000001", "name": "page_view", "user": "ann", "props": {"page": "/pricing"}},
                  {"id": "evt-00000002", "name": "query_submitted", "user": "ann"},
                  {"id": "evt-00000003", "name": "page_view", "user": "bob"}]}""")
                .post("/analytics/events")
                .then()
                .statusCode(202)
                .body("accepted", is(3));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> ask().get("/analytics/funnel?steps=page_view,query_submitted&window=1h")
                        .then()
                        .statusCode(200)
                        .body("steps.users", contains(2, 1)));
        ask().get("/analytics/users/ann/journey")
                .then()
                .statusCode(200)
                .body("steps.name", contains("page_view", "query_submitted"))
                .body("steps[0].props.page", is("/pricing"));
    }

    @Test
    void everyQuestionIsAnswered() {
        for (String path : new String[] {
            "/analytics/savings",
            "/analytics/ledger",
            "/analytics/latency?by=route",
            "/analytics/errors",
            "/analytics/cache",
            "/analytics/retention",
            "/analytics/budget?limit=1000000000",
            "/analytics/anomalies"
        }) {
            ask().get(path).then().statusCode(200);
        }
    }

    @Test
    void healthMetricsTheDescriptionOfItsApiAndTheDashboardAreThere() {
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/q/openapi", "/dashboard/"}) {
            given().get(path).then().statusCode(200);
        }
    }

    private static RequestSpecification ask() {
        return given().header("x-sluice-internal", PackagedTestResource.SECRET).header("x-sluice-tenant", "packaged");
    }
}
