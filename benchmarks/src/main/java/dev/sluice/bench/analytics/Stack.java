package dev.sluice.bench.analytics;

import dev.sluice.bench.load.Ensemble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker and an analytics-service. */
final class Stack implements AutoCloseable {

    private static final String ANALYTICS = "analytics";
    private static final Pattern EVENTS = Pattern.compile("\"events\":\"(\\d+)\"");

    private final Ensemble ensemble = new Ensemble();
    private final int port = ensemble.service("analytics-service", ANALYTICS, List.of(), Map.of());
    private final HttpClient http = HttpClient.newHttpClient();

    Stack() throws IOException {
        ensemble.start();
    }

    String bootstrap() {
        return ensemble.bootstrap();
    }

    /** The file of the store. */
    Path file() {
        return ensemble.data(ANALYTICS).resolve("analytics.duckdb");
    }

    /** Events that are committed; -1 while nobody answers. */
    long events() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/status"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            Matcher told = EVENTS.matcher(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return told.find() ? Long.parseLong(told.group(1)) : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Ends the analytics-service as a power cut would, and starts it again. */
    void killAndRestart() {
        ensemble.kill(ANALYTICS);
        ensemble.restart(ANALYTICS);
    }

    /** Stops all processes in order, so that the file can be looked into. */
    void stop() {
        ensemble.stop();
    }

    @Override
    public void close() throws IOException {
        ensemble.close();
        http.close();
    }
}
