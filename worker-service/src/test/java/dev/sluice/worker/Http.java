package dev.sluice.worker;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Requests as the gateway sends them. */
public final class Http {

    private Http() {}

    public static RequestSpecification as(String tenant) {
        return given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .contentType(ContentType.JSON);
    }

    public static Map<String, String> headers(String tenant) {
        return Map.of("x-sluice-internal", "test-internal-secret", "x-sluice-tenant", tenant);
    }

    public static Map<String, Object> task(String type, String priority, Map<String, Object> input) {
        return Map.of("type", type, "priority", priority, "input", input);
    }

    public static Map<String, Object> local(String question) {
        return Map.of("model", "local", "messages", java.util.List.of(Map.of("role", "user", "content", question)));
    }
}
