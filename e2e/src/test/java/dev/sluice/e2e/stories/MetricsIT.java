package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.e2e.deploy.PromNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What alerts, dashboards and autoscalers look at is there on the running services. */
class MetricsIT {

    /** Counted only once something went wrong or was taken that no story here brings about. */
    private static final Set<String> SELDOM = Set.of(
            "sluice_cache_audits_total",
            // There where a Redis is.
            "sluice_cache_redis_memory_fault",
            // There where a key or a tenant has limits.
            "sluice_gateway_limits_decided_total");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Client acme = House.newTenant("measured");

    @Test
    void everyMetricThatIsAskedForIsThereAfterOrdinaryWork() {
        acme.chat("gpt-4o-mini", "Which river is the longest of all?");
        acme.chat("gpt-4o-mini", "Which river is the longest of all?");
        acme.post("/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"" + TasksIT.TEXT + "\"}}");
        Set<String> asked = new TreeSet<>(PromNames.asked());
        asked.removeAll(SELDOM);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var missing = new TreeSet<>(asked);
            missing.removeAll(exported());
            assertThat(missing).isEmpty();
        });
    }

    /** The names of all series of all five services. */
    private static Set<String> exported() {
        var stack = House.stack();
        var names = new TreeSet<String>();
        Stream.of(
                        stack.adminUrl(),
                        stack.url("cache-service"),
                        stack.url("optimizer-service"),
                        stack.url("worker-service"),
                        stack.url("analytics-service"))
                .map(base -> text(base + "/metrics"))
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
        return names;
    }

    private static String text(String url) {
        try {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(20))
                            .header("accept", "text/plain")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(url).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
