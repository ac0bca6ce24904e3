package dev.sluice.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** Events of clients over HTTP, through a real broker into the store, and out again. Each test has a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class ClientEventsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    DuckStore store;

    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void aVisitorsStepsBecomeAJourneyAndAFunnel() {
        // Given
        send("""
                {"events": [
                  {"id": "evt-00000001", "name": "page_view", "user": "ann@example.org", "session": "session-1",
                   "props": {"page": "/pricing"}},
                  {"id": "evt-00000002", "name": "query_submitted", "user": "ann@example.org", "session": "session-1"},
                  {"id": "evt-00000003", "name": "positive_feedback", "session": "session-1"},
                  {"id": "evt-00000004", "name": "page_view", "user": "bob"}]}""")
                .statusCode(202)
                .body("accepted", Matchers.is(4))
                .body("results.status", Matchers.everyItem(Matchers.is("accepted")));
        await().atMost(SOON).until(() -> stored() == 4);

        // Then
        ask().get("/analytics/users/ann@example.org/journey")
                .then()
                .statusCode(200)
                .body("steps.name", Matchers.contains("page_view", "query_submitted", "positive_feedback"))
                .body("steps[0].props.page", Matchers.is("/pricing"))
                .body("user", Matchers.matchesPattern("[0-9a-f]{32}"));
        ask().get("/analytics/users/session-1/journey").then().body("steps", Matchers.hasSize(3));
        ask().get("/analytics/funnel?steps=page_view,query_submitted&window=1h")
                .then()
                .statusCode(200)
                .body("steps.users", Matchers.contains(2, 1))
                .body("steps[1].share", Matchers.is(0.5F));
        ask().get("/analytics/retention").then().statusCode(200).body("cohorts[0].users[0]", Matchers.is(3));
    }

    @Test
    void nothingThatTellsWhoSomebodyIsReachesTheStore() {
        send("{\"id\": \"evt-00000001\", \"name\": \"page_view\", \"user\": \"ann@example.org\"}")
                .statusCode(202);
        await().atMost(SOON).until(() -> stored() == 1);

        String row = StoreFixture.text(
                store, "SELECT CAST(e AS VARCHAR) FROM events AS e WHERE tenant = '%s'".formatted(tenant));
        assertThat(row)
                .contains("page_view")
                .doesNotContain("ann")
                .doesNotContain("example.org")
                .doesNotContain("evt-");
    }

    @Test
    void anEventSentTwiceIsStoredOnceAndABadOneDoesNotHinderOthers() {
        send("{\"id\": \"evt-00000001\", \"name\": \"page_view\"}").statusCode(202);
        send("""
                {"events": [{"id": "evt-00000001", "name": "page_view"}, {"id": "evt-00000002", "name": "BAD"},
                            {"id": "evt-00000003", "name": "page_view"}]}""")
                .statusCode(200)
                .body("accepted", Matchers.is(2))
                .body("rejected", Matchers.is(1))
                .body("results[1].reason", Matchers.is("bad_name"))
                .body("results[1].id", Matchers.is("evt-00000002"));

        await().atMost(SOON).until(() -> stored() == 2);
        send("{\"id\": \"evt-00000004\", \"name\": \"page_view\"}").statusCode(202);
        await().atMost(SOON).until(() -> stored() == 3);
    }

    @Test
    void whatIsNoEventAtAllIsRefused() {
        send("not json").statusCode(400).body("code", Matchers.is("not_json"));
        send("{\"events\": []}").statusCode(400).body("code", Matchers.is("no_events"));
        send("[1]").statusCode(400).body("code", Matchers.is("no_events"));
        send("{\"id\": \"evt-00000001\"}").statusCode(400).body("results[0].reason", Matchers.is("missing_name"));
        send("{\"events\": {\"a\": {\"id\": \"evt-00000001\", \"name\": \"page_view\"}}}")
                .statusCode(400)
                .body("code", Matchers.is("no_events"));
    }

    @Test
    void aFieldThatNobodyReadsIsNamed() {
        send("{\"events\": [{\"id\": \"evt-00000001\", \"name\": \"page_view\"}], \"session\": \"session-1\"}")
                .statusCode(400)
                .body("code", Matchers.is("unknown_field"))
                .body("detail", Matchers.startsWith("'session' stands beside 'events'"));
        send("{\"id\": \"evt-00000001\", \"name\": \"page_view\", \"sesion\": \"session-1\"}")
                .statusCode(400)
                .body("results[0].reason", Matchers.is("unknown_field"))
                .body("results[0].detail", Matchers.startsWith("'sesion' is none of the fields at, id, name"));
    }

    @Test
    void fiveHundredEventsAreTakenAndOneMoreIsTooLarge() {
        send(events(500)).statusCode(202).body("accepted", Matchers.is(500));
        send(events(501)).statusCode(413).body("code", Matchers.is("too_large"));
        send("{\"id\": \"evt-00000001\", \"name\": \"page_view\"}" + " ".repeat(512 * 1024))
                .statusCode(413);
    }

    @Test
    void whoSendsTooFastIsToldWhenToComeBack() {
        for (int i = 0; i < 4; i++) {
            send(events(500));
        }
        IntStream.range(0, 8)
                .mapToObj(i -> send(events(500)).extract())
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .ifPresentOrElse(
                        answer -> {
                            assertThat(Integer.parseInt(answer.header("Retry-After")))
                                    .isPositive();
                            assertThat(answer.<String>path("code")).isEqualTo("too_many_events");
                        },
                        () -> {
                            throw new AssertionError("6,000 events were taken at once");
                        });
    }

    @Test
    void theOtherQuestionsAreAnsweredToo() {
        for (String path : new String[] {
            "/analytics/savings",
            "/analytics/ledger",
            "/analytics/latency?by=route",
            "/analytics/errors",
            "/analytics/cache",
            "/analytics/budget?limit=1000000000",
            "/analytics/anomalies"
        }) {
            ask().get(path).then().statusCode(200);
        }
    }

    @Test
    void wrongParametersAreRefusedWithARemedy() {
        for (String[] wrong : new String[][] {
            {"/analytics/funnel", "bad_steps"},
            {"/analytics/funnel?steps=page_view", "bad_steps"},
            {"/analytics/funnel?steps=a,b,c,d,e,f,g,h,i", "bad_steps"},
            {"/analytics/funnel?steps=page_view,Bad", "bad_steps"},
            {"/analytics/funnel?steps=a,b&window=soon", "bad_window"},
            {"/analytics/retention?by=year", "bad_by"},
            {"/analytics/budget?limit=-1", "bad_limit"},
            {"/analytics/latency?by=colour", "unknown_dimension"},
            {"/analytics/users/ann/journey?limit=1001", "bad_limit"}
        }) {
            ask().get(wrong[0]).then().statusCode(400).body("code", Matchers.is(wrong[1]));
        }
    }

    private static String events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\": \"%s\", \"name\": \"page_view\"}".formatted(UUID.randomUUID()))
                .collect(Collectors.joining(",", "{\"events\": [", "]}"));
    }

    private ValidatableResponse send(String body) {
        return ask().contentType("application/json")
                .body(body)
                .post("/analytics/events")
                .then();
    }

    private RequestSpecification ask() {
        return given().header("x-sluice-internal", "test-internal-secret").header("x-sluice-tenant", tenant);
    }

    private long stored() {
        return StoreFixture.number(store, "SELECT count(*) FROM events WHERE tenant = '%s'".formatted(tenant));
    }
}
