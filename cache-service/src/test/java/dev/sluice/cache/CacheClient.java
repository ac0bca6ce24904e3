package dev.sluice.cache;

import static io.restassured.RestAssured.given;

import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What the gateway would say to the service, for tests. */
public final class CacheClient {

    public static final String SCOPE = "5".repeat(64);

    private final String tenant;

    public CacheClient(String tenant) {
        this.tenant = tenant;
    }

    public String tenant() {
        return tenant;
    }

    public RequestSpecification call() {
        return given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .contentType(ContentType.JSON);
    }

    public static CacheQuestion question(String text) {
        return new CacheQuestion("gpt-4o", SCOPE, text, true, null);
    }

    public static String document(String content) {
        return "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":42}}";
    }

    public CacheReply lookup(String text) {
        return lookup(question(text));
    }

    public CacheReply lookup(CacheQuestion question) {
        return call().body(question)
                .post("/internal/cache/lookup")
                .then()
                .statusCode(200)
                .extract()
                .as(CacheReply.class);
    }

    public void remember(String text, String content) {
        remember(new CacheEntry(question(text), document(content), null, 1_000));
    }

    public void remember(CacheEntry entry) {
        tryToRemember(entry).then().statusCode(204);
    }

    public Response tryToRemember(Object entry) {
        return call().body(entry).post("/internal/cache/remember");
    }

    public static String status(String detail) {
        return given().get("/internal/status").then().statusCode(200).extract().path("details." + detail);
    }

    public static void awaitModel() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> status("embeddings").equals("ready"));
    }
}
