package dev.sluice.worker.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks analytics-service for a tenant's reports. */
@ApplicationScoped
public class Analytics {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGEST = 512 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI base;
    private final String secret;
    private final ObjectMapper json;

    Analytics(PeersConfig peers, InternalConfig internal, ObjectMapper json) {
        this.base = peers.analytics();
        this.secret = internal.secret().orElse("");
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body its JSON; a problem with a detail unless the status is 200
     */
    public record Reply(int status, JsonNode body) {}

    /**
     * Asks for a report.
     *
     * @param query the last part of the path, {@code /analytics/<query>}
     * @param parameters of the query
     * @throws IOException when analytics-service does not answer, or with more than may be read
     */
    public Reply ask(String tenant, String query, Map<String, String> parameters)
            throws IOException, InterruptedException {
        String asked = parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(base + "/analytics/" + query + (asked.isEmpty() ? "" : "?" + asked)))
                .timeout(PATIENCE)
                .header("accept", "application/json")
                .header(InternalHeaders.SECRET, secret)
                .header(InternalHeaders.TENANT, tenant)
                .GET()
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("the report is larger than %d bytes".formatted(LARGEST));
            }
            return new Reply(response.statusCode(), json.readTree(bytes));
        }
    }
}
