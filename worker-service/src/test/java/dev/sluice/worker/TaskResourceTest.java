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
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TaskResourceTest {

    private static final String TEXT =
            "Sluice stands between applications and language models. It caches answers. It limits requests. "
                    + "The cache keeps answers apart by tenant. The limits count requests, tokens and money.";

    @Test
    void a_submitted_task_is_accepted_and_comes_to_its_result() {
        Response accepted =
                as("acme").body(task("keywords", "high", Map.of("text", TEXT))).post("/background/task");

        assertThat(accepted.statusCode()).isEqualTo(202);
        String location = accepted.header("Location");
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> as("acme")
                        .get(location)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("succeeded"))
                        .body("madeBy", equalTo("local:yake"))
                        .body("progress", equalTo(100)));
    }

    @Test
    void an_unknown_type_is_refused_with_the_known_ones() {
        as("acme")
                .body(task("dance", "high", Map.of("text", TEXT)))
                .post("/background/task")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown_task_type"))
                .body("detail", containsString("keywords, prompt, search, summary"));
    }
}
