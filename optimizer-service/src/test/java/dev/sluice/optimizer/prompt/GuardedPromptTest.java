package dev.sluice.optimizer.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Half of the units are left alone; when shortened prompts do worse, all of the tenant's are. */
@QuarkusTest
@TestProfile(GuardedPromptTest.Half.class)
@QuarkusTestResource(value = KafkaTestResource.class, restrictToAnnotatedClass = true)
class GuardedPromptTest {

    /** Half of the units are left alone. */
    public static final class Half implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.optimizer.guard.share", "0.5");
        }
    }

    private static final String POLITE = "Could you please explain how the cache evicts the oldest entries?";

    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void aUnitStaysOnItsSideAndEachSideHasAboutHalfOfThem() {
        int control = 0;
        for (int unit = 0; unit < 60; unit++) {
            String first = ask("u" + unit, unit + POLITE).path("arm");
            assertThat(ask("u" + unit, unit + "?" + POLITE).<String>path("arm")).isEqualTo(first);
            control += first.equals("control") ? 1 : 0;
        }
        assertThat(control).isBetween(12, 48);
    }

    @Test
    void theControlPassesThroughAndSaysSo() {
        String unit = unit("control");

        ask(unit, POLITE)
                .then()
                .body("passed", equalTo("control"))
                .body("changed", is(false))
                .body("text", equalTo(POLITE))
                .body("level", nullValue());
    }

    @Test
    void atLightAndWithoutAUnitThereIsNoGuard() {
        String unit = unit("control");

        post(Map.of("text", POLITE, "unit", unit))
                .then()
                .body("arm", nullValue())
                .body("changed", is(true));
        post(Map.of("text", POLITE, "level", "medium")).then().body("arm", nullValue());
    }

    @Test
    void worseAnswersTurnTheTenantOffAndNobodyElse() {
        String unit = unit("optimised");
        for (int i = 0; i < 60; i++) {
            tell("control", true);
            tell("optimised", false);
        }

        ask(unit, POLITE + "?").then().body("passed", equalTo("rolled-back")).body("changed", is(false));
        caller(tenant).get("/optimize/stats").then().body("guard.off", is(true)).body("guard.rollBacks", is(1));
        caller(tenant + "x").get("/optimize/stats").then().body("guard.off", is(false));
    }

    @Test
    void aPromptThatComesAgainSoonIsABadAnswerToTheFirst() {
        String unit = unit("optimised");
        ask(unit, "Again: " + POLITE);
        ask(unit, "Again: " + POLITE);

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> caller(tenant).get("/optimize/stats").<Integer>path("guard.optimisedBad") == 1);
    }

    @Test
    void feedbackWithoutASideIsRefused() {
        caller(tenant)
                .body(Map.of("good", true))
                .post("/optimize/feedback")
                .then()
                .statusCode(400)
                .body("code", equalTo("no_arm"));
    }

    private String unit(String arm) {
        for (int unit = 0; unit < 100; unit++) {
            if (arm.equals(ask("x" + unit, unit + "!" + POLITE).path("arm"))) {
                return "x" + unit;
            }
        }
        throw new AssertionError("no unit of a hundred is on side " + arm);
    }

    private void tell(String arm, boolean good) {
        caller(tenant)
                .body(Map.of("arm", arm, "good", good))
                .post("/optimize/feedback")
                .then()
                .statusCode(200);
    }

    private Response ask(String unit, String text) {
        return post(Map.of("text", text, "unit", unit, "level", "medium"));
    }

    private Response post(Map<String, String> body) {
        return caller(tenant).body(new HashMap<>(body)).post("/optimize/prompt");
    }

    private static RequestSpecification caller(String tenant) {
        return given().contentType("application/json")
                .header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant);
    }
}
