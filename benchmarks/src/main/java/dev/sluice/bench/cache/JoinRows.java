package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.bench.load.UpstreamProcess;
import dev.sluice.gateway.recall.NearLookups;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What a thousand equal calls at the same time cost the upstream, over HTTP; and what a near hit costs the gateway. */
final class JoinRows {

    private static final int WAITERS = 1_000;
    private static final int MOST_CROWDS = 3;
    private static final Duration BETWEEN_CROWDS = Duration.ofSeconds(10);
    private static final double CALLS_GOAL = 1;
    private static final double P50_GOAL = 5;
    private static final double P99_GOAL = 50;

    private JoinRows() {}

    static void add(Report report) throws Exception {
        NearLookups.Times same = NearLookups.sameWords();
        report.add("near_hit_p50_us", "us", same.p50(), null, P50_GOAL);
        report.add("near_hit_p99_us", "us", same.p99(), null, P99_GOAL);
        NearLookups.Times other = NearLookups.otherWords();
        report.add("near_canonical_hit_p50_us", "us", other.p50(), null, null);
        report.add("near_canonical_hit_p99_us", "us", other.p99(), null, null);
        try (var upstream = UpstreamProcess.start();
                var stack = LocalStack.builder()
                        .env("OPENAI_BASE_URL", upstream.baseUrl())
                        .env("OPENAI_API_KEY", "bench")
                        // A thousand at once on a busy machine are no reason to turn any away here.
                        .env("SLUICE_GATEWAY_OVERLOAD_LOOP_DELAY", "60s")
                        .env("SLUICE_GATEWAY_OVERLOAD_HEAP", "1.0")
                        .start();
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            long documents = undisturbed(http, stack, upstream.port(), false);
            long streams = undisturbed(http, stack, upstream.port(), true);
            report.add(
                    "single_flight_upstream_calls", "calls", (double) Math.max(documents, streams), null, CALLS_GOAL);
            report.add("single_flight_upstream_calls_document", "calls", (double) documents, null, CALLS_GOAL);
            report.add("single_flight_upstream_calls_stream", "calls", (double) streams, null, CALLS_GOAL);
        }
    }

    /** A crowd of which somebody was turned away or lost his connection is no measurement: another one comes, three at most. */
    private static long undisturbed(HttpClient http, LocalStack stack, int upstream, boolean stream) throws Exception {
        for (int crowd = 1; ; crowd++) {
            try {
                return calls(http, stack, upstream, stream, crowd);
            } catch (ExecutionException | IllegalStateException e) {
                System.out.println("A crowd of " + WAITERS + " was disturbed: " + e.getMessage());
                if (crowd == MOST_CROWDS) {
                    throw e;
                }
                Thread.sleep(BETWEEN_CROWDS);
            }
        }
    }

    private static long calls(HttpClient http, LocalStack stack, int upstream, boolean stream, int crowd)
            throws Exception {
        long before = count(http, upstream);
        // The document is held for two seconds, the stream takes five.
        String body =
                "{\"model\":\"gpt-4o-mini\",\"user\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Is it one (%s, crowd %d)?\"}]}"
                        .formatted(stream ? "calm" : "hold", stream, stream, crowd);
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.baseUrl() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + stack.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            waiting.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(90, TimeUnit.SECONDS);
        for (var one : waiting) {
            HttpResponse<String> reply = one.join();
            if (reply.statusCode() != 200 || (stream && !reply.body().endsWith("data: [DONE]\n\n"))) {
                throw new IllegalStateException("a waiter got " + reply.statusCode() + " " + reply.body());
            }
        }
        return count(http, upstream) - before;
    }

    private static long count(HttpClient http, int upstream) throws IOException, InterruptedException {
        return Long.parseLong(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream + "/count"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
