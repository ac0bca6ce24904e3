package dev.sluice.bench.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Makes a key that is limited in every way, so high that nothing is refused. */
final class Governed {

    private static final String ASKED = """
            {"tenant": "bench-governed",
             "limits": {"requests": [{"limit": 1000000000, "window": "PT1M"}],
                        "tokens": [{"limit": 1000000000000, "window": "PT1M"}],
                        "concurrent": 100000},
             "budget": {"dayUsd": "1000000"}}""";

    private Governed() {}

    /** The key's text. */
    static String newKey(LocalStack stack) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(stack.adminUrl() + "/admin/keys"))
                .header("authorization", "Bearer " + stack.adminKey())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ASKED))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> made = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (made.statusCode() != 201) {
                throw new IOException("no governed key: " + made.body());
            }
            return new ObjectMapper().readTree(made.body()).path("key").asText();
        }
    }
}
