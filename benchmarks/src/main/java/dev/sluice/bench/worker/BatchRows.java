package dev.sluice.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.UpstreamProcess;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast a batch of 10,000 requests is, through the whole suite on this machine: worker, gateway and the upstream share
 * its cores, and every question is another one, so that no cache answers.
 */
final class BatchRows {

    private static final int REQUESTS = 10_000;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchRows() {}

    static void add(Report report) throws Exception {
        try (var upstream = UpstreamProcess.start();
                var stack = LocalStack.builder()
                        .env("OPENAI_BASE_URL", upstream.baseUrl())
                        .env("OPENAI_API_KEY", "bench")
                        .start();
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            String file = upload(http, stack);
            long start = System.nanoTime();
            String batch = send(
                            http,
                            request(stack, "/v1/batches")
                                    .header("content-type", "application/json")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"input_file_id\":\"" + file
                                                            + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}")))
                    .path("id")
                    .asText();
            JsonNode done = await(http, stack, batch);
            double seconds = (System.nanoTime() - start) / 1e9;
            int completed = done.at("/request_counts/completed").asInt();
            report.add("batch_10k_s", "s", seconds, null, null);
            report.add("batch_requests_per_s", "per_s", completed / seconds, null, null);
            report.add("batch_lost_requests", "requests", (double) (REQUESTS - completed), null, 0.0);
        }
    }

    private static String upload(HttpClient http, LocalStack stack) throws IOException, InterruptedException {
        String lines = IntStream.range(0, REQUESTS)
                .mapToObj(i ->
                        "{\"custom_id\":\"r%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"What is the height of gate number %d?\"}]}}"
                                .formatted(i, i))
                .collect(Collectors.joining("\n"));
        String body = "--b\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + lines
                + "\r\n--b--\r\n";
        return send(
                        http,
                        request(stack, "/v1/files")
                                .header("content-type", "multipart/form-data; boundary=b")
                                .POST(BodyPublishers.ofString(body)))
                .path("id")
                .asText();
    }

    private static JsonNode await(HttpClient http, LocalStack stack, String batch)
            throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (System.nanoTime() < end) {
            JsonNode now = send(http, request(stack, "/v1/batches/" + batch).GET());
            if (now.path("status").asText().equals("completed")) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new TimeoutException("the batch was not over within " + WITHIN);
    }

    private static HttpRequest.Builder request(LocalStack stack, String path) {
        return HttpRequest.newBuilder(URI.create(stack.baseUrl() + path))
                .timeout(Duration.ofSeconds(60))
                .header("authorization", "Bearer " + stack.apiKey());
    }

    private static JsonNode send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IOException("HTTP " + reply.statusCode() + ": " + reply.body());
        }
        return JSON.readTree(reply.body());
    }
}
