package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls of OpenSearch's REST API: each with a deadline, each answer with a bound. Blocking; an interrupt ends the call. */
final class OpenSearchWire implements AutoCloseable {

    /** Fifty passages of 2,000 characters are far below; a whole document of 10 MiB is not. */
    private static final int LARGEST_ANSWER = 32 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body what it says; a missing node when it says nothing
     */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status / 100 == 2;
        }

        /** The kind of error it names, such as {@code resource_already_exists_exception}; empty for none. */
        String error() {
            return body.path("error").path("type").asText("");
        }
    }

    private final HttpClient client;
    private final String url;
    private final Optional<String> authorization;
    private final ObjectMapper json;

    OpenSearchWire(OpenSearchConfig config, ObjectMapper json) {
        URI given = config.url()
                .orElseThrow(() -> new IllegalStateException(
                        "sluice.worker.knowledge.engine is opensearch and sluice.worker.knowledge.opensearch.url is not"
                                + " set: name where OpenSearch is, or set the engine to local."));
        this.url = given.toString().replaceAll("/+$", "");
        this.json = json;
        this.authorization = config.authorization()
                .or(() -> config.username()
                        .map(user -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user + ":" + config.password().orElse(""))
                                                        .getBytes(StandardCharsets.UTF_8))));
        var building = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1);
        config.certificates().ifPresent(file -> building.sslContext(trusting(file)));
        this.client = building.build();
    }

    /**
     * Calls.
     *
     * @param path below the URL, with its query
     * @param body JSON, or lines of it; empty for none
     * @throws KnowledgeAway when there is no answer in time, or one of 429 or 5xx
     */
    Answer call(String method, String path, byte[] body, Duration within) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(within)
                .header("accept", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        authorization.ifPresent(value -> request.header("authorization", value));
        if (body.length > 0) {
            request.header("content-type", path.contains("/_bulk") ? "application/x-ndjson" : "application/json");
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            Answer answer = read(response);
            if (answer.status() == 429 || answer.status() >= 500) {
                throw new KnowledgeAway("OpenSearch answered " + answer.status());
            }
            return answer;
        } catch (IOException e) {
            throw new KnowledgeAway("OpenSearch did not answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KnowledgeAway("interrupted while OpenSearch was asked");
        }
    }

    private Answer read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw new IOException("an answer of more than " + LARGEST_ANSWER + " bytes");
            }
            return new Answer(response.statusCode(), json.readTree(bytes));
        } catch (JacksonException notJson) {
            if (response.statusCode() / 100 == 2) {
                throw notJson;
            }
            return new Answer(response.statusCode(), json.missingNode());
        }
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("certificate-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The certificates in %s (sluice.worker.knowledge.opensearch.certificates) cannot be read: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
