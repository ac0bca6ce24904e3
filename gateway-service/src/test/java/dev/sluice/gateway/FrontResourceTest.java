package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The other services behind the gateway's keys. */
@QuarkusTest
class FrontResourceTest extends GatewayTest {

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    @Test
    void aRequestPassesWithTheCallerTheGatewayVouchesFor() {
        siblings.worker.does((request, body) -> request.response()
                .setStatusCode(202)
                .putHeader("location", "/background/task/7")
                .putHeader("set-cookie", "no")
                .putHeader("x-sluice-internal", "leak")
                .putHeader("content-type", "application/json")
                .end("{\"id\":\"7\"}"));
        var acme = newTenant("acme");

        var reply = acme.post(
                "/background/task?x=1%202",
                "{\"type\":\"summary\"}",
                "x-sluice-tenant",
                "victim",
                "x-sluice-internal",
                "guess",
                "idempotency-key",
                "k1");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("location")).isEqualTo("/background/task/7");
        assertThat(reply.header("set-cookie")).isEmpty();
        assertThat(reply.header("x-sluice-internal")).isEmpty();
        assertThat(reply.body()).isEqualTo("{\"id\":\"7\"}");
        var asked = siblings.worker.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/background/task?x=1%202");
        assertThat(asked.body()).isEqualTo("{\"type\":\"summary\"}");
        assertThat(asked.headers().getAll("x-sluice-tenant"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("acme-");
        assertThat(asked.headers().getAll("x-sluice-internal")).containsExactly("test-internal-secret");
        assertThat(asked.headers().get("x-request-id")).isEqualTo(reply.header("x-request-id"));
        assertThat(asked.headers().get("idempotency-key")).isEqualTo("k1");
        assertThat(asked.headers().contains("authorization")).isFalse();
    }

    @Test
    void eachPublicPathHasItsService() {
        var acme = newTenant("acme");

        acme.get("/knowledge/documents");
        acme.get("/stream/search?q=x");
        acme.post("/optimize/prompt", "{}");
        acme.post("/api/v1/optimization/prompt/optimize", "{}");
        acme.get("/api/v1/optimization/cache/stats");
        acme.get("/cache/stats");
        acme.get("/analytics/overview");

        assertThat(siblings.worker.asked()).hasSize(2);
        assertThat(siblings.optimizer.asked()).hasSize(2);
        assertThat(siblings.cache.asked()).hasSize(2);
        assertThat(siblings.analytics.asked()).hasSize(1);
        assertThat(acme.get("/optimizer").status()).isEqualTo(404);
    }

    @Test
    void filesAndBatchesAreWithTheWorkerUnderBothNamesAndSpeakOpenAisDialect() {
        var acme = newTenant("acme");

        acme.get("/v1/files?limit=2");
        acme.post("/openai/v1/batches", "{}");
        acme.get("/v1/batches/batch_1");

        assertThat(siblings.worker.asked())
                .extracting(asked -> asked.path())
                .containsExactly("/v1/files?limit=2", "/v1/batches", "/v1/batches/batch_1");
        assertThat(siblings.worker.asked())
                .allSatisfy(asked ->
                        assertThat(asked.headers().get("x-sluice-key-id")).isNotEmpty());
        assertThat(acme.get("/v1/batchesque").status()).isEqualTo(404);
        assertThat(new Client(base(), "")
                        .get("/v1/files")
                        .json()
                        .at("/error/message")
                        .asText())
                .contains("API key");
        siblings.worker.hangsUp();
        var away = acme.get("/v1/batches");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("retry-after")).isNotEmpty();
        assertThat(away.json().at("/error/code").asText()).isEqualTo("service_away");
    }

    @Test
    void withoutAKeyOnlyTheDashboardPageIsShown() {
        var nobody = new Client(base(), "");

        assertThat(nobody.get("/background/task").status()).isEqualTo(401);
        assertThat(nobody.get("/analytics/overview").header("content-type")).startsWith("application/problem+json");
        assertThat(nobody.get("/dashboard/index.html").status()).isEqualTo(200);
        assertThat(nobody.send("DELETE", "/dashboard/index.html", "").status()).isEqualTo(405);
        assertThat(siblings.analytics.asked())
                .singleElement()
                .satisfies(asked ->
                        assertThat(asked.headers().contains("x-sluice-tenant")).isFalse());
    }

    @Test
    void aServiceThatIsAwayIsNamedWithARetryAfter() {
        siblings.worker.hangsUp();

        var reply = newTenant("acme").post("/background/task", "{}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isNotEmpty();
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
        assertThat(reply.json().path("detail").asText()).contains("worker-service");
    }

    @Test
    void eventsStreamThroughAndAClientThatLeavesIsNoticed() throws Exception {
        var closed = new AtomicBoolean();
        siblings.worker.does((request, body) -> {
            request.response().closeHandler(gone -> closed.set(true));
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            request.response().write("event: progress\ndata: 1\n\n");
        });
        var request = newTenant("acme").request("GET", "/background/task/7/events", "");

        try (var http = HttpClient.newHttpClient();
                InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            byte[] first = new byte[256];
            int read = body.read(first);
            assertThat(new String(first, 0, read, StandardCharsets.UTF_8)).isEqualTo("event: progress\ndata: 1\n\n");
        }
        await().untilTrue(closed);
    }

    @Test
    void anAnswerThatIsCutThereIsCutHere() {
        siblings.worker.does((request, body) -> {
            request.response().putHeader("content-length", "100").write("half");
            request.connection().close();
        });
        var acme = newTenant("acme");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> acme.get("/knowledge/documents"))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void anAdministratorRollsAnExperimentOfATenantBack() {
        siblings.analytics.does((request, body) ->
                request.response().putHeader("content-type", "application/json").end("{\"state\":\"rolled_back\"}"));
        String path = "/admin/analytics/experiments/mini/roll-back";

        var reply = chief().post(path + "?tenant=acme", "{\"because\":\"a customer called\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("state").asText()).isEqualTo("rolled_back");
        var asked = siblings.analytics.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/internal/analytics/experiments/mini/roll-back?tenant=acme&by=admin-key");
        assertThat(asked.body()).isEqualTo("{\"because\":\"a customer called\"}");
        assertThat(chief().post(path, "{}").status()).isEqualTo(400);
        assertThat(new Client(admin(), newTenant("acme").key())
                        .post(path + "?tenant=acme", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(siblings.analytics.asked()).hasSize(1);
    }

    @Test
    void whatIsInATenantsNameIsNoParameterOfItsOwn() {
        chief().post("/admin/analytics/experiments/mini/roll-back?tenant=a%26by%3Dsomebody", "{}");

        assertThat(siblings.analytics.asked().getFirst().path())
                .isEqualTo("/internal/analytics/experiments/mini/roll-back?tenant=a%26by%3Dsomebody&by=admin-key");
    }
}
