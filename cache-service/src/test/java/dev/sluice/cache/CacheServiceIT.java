package dev.sluice.cache;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.testkit.PackagedTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Test;

/** The service as it is packaged: on a JVM, and with {@code -Pnative} as a native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(
        value = PackagedTestResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "sluice.cache.embeddings.lookup-deadline", value = "10s"),
            @ResourceArg(name = "sluice.cache.embeddings.keep-deadline", value = "10s")
        })
class CacheServiceIT {

    @Test
    void thePackagedServiceLoadsItsModelAndAnswersInOtherWords() {
        CacheClient.awaitModel();
        var acme = new CacheClient("acme");
        acme.remember("How do I reset my password?", "answer");
        assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.SEMANTIC);
    }

    @Test
    void healthMetricsAndTheDescriptionOfItsApiAreThere() {
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics", "/q/openapi"}) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void aLongAnswerComesBackAsItWas() {
        var acme = new CacheClient("long");
        String answer = "A sentence that is said again and again. ".repeat(2_000);
        acme.remember("Say it often.", answer);
        assertThat(acme.lookup("Say it often.").document()).contains(answer);
    }
}
