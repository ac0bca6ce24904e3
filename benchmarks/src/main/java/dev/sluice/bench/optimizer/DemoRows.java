package dev.sluice.bench.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same requests twice through the whole suite: straight to the strong model, and with cache, optimiser and choice of
 * models. What each way cost is what the ledger says. The workload is drawn with a fixed seed: questions over long texts
 * (SQuAD), real prompts and exam questions (MMLU), some asked often and most once (Zipf, exponent 0.9), one in seven in a
 * polite wrapping.
 */
final class DemoRows {

    private static final int REQUESTS = 300;
    private static final int POOL = 60;
    private static final int POLITE = 7;
    private static final double ZIPF = 0.9;
    private static final Duration LEDGER = Duration.ofMinutes(2);
    private static final String PATIENCE = "2s";
    private static final String STRONG = "openai/gpt-4o";
    private static final String CHEAP = "openai/gpt-4o-mini";

    private final ObjectMapper json = new ObjectMapper();
    private final LocalStack stack;
    private final HttpClient http;

    private DemoRows(LocalStack stack, HttpClient http) {
        this.stack = stack;
        this.http = http;
    }

    static void add(Report report, Data data) throws Exception {
        List<String> workload = workload(data);
        try (var model = new DemoModel();
                var stack = LocalStack.builder()
                        .env("OPENAI_BASE_URL", model.url())
                        .env("OPENAI_API_KEY", "bench")
                        .env("SLUICE_GATEWAY_AUTO_CHEAP", CHEAP)
                        .env("SLUICE_GATEWAY_AUTO_STRONG", STRONG)
                        // Money is measured here, not time: a busy machine must not make helpers late.
                        .env("SLUICE_GATEWAY_AUTO_DEADLINE", PATIENCE)
                        .env("SLUICE_GATEWAY_OPTIMIZE_DEADLINE", PATIENCE)
                        .env("SLUICE_GATEWAY_CACHE_DEADLINE", PATIENCE)
                        .env("SLUICE_CACHE_EMBEDDINGS_LOOKUP_DEADLINE", PATIENCE)
                        .env("SLUICE_OPTIMIZER_ROUTE_DEADLINE", PATIENCE)
                        .env("SLUICE_OPTIMIZER_MEANING_DEADLINE", PATIENCE)
                        .start();
                var http = HttpClient.newHttpClient()) {
            new DemoRows(stack, http).rows(report, workload);
        }
    }

    private void rows(Report report, List<String> workload) throws Exception {
        String warm = stack.newTenantKey("demo-warm");
        for (int i = 0; i < POOL; i++) {
            ask(warm, "auto", workload.get(i) + " " + i, "on", "medium");
        }
        JsonNode direct = ledger(stack.newTenantKey("demo-direct"), workload, STRONG, "off", "off");
        JsonNode ours = ledger(stack.newTenantKey("demo-suite"), workload, "auto", "on", "medium");
        double tokensDirect = direct.path("inputTokens").asDouble()
                + direct.path("outputTokens").asDouble();
        double tokensOurs =
                ours.path("inputTokens").asDouble() + ours.path("outputTokens").asDouble();
        report.add("demo_tokens_saved_pct", "%", 100 * (1 - tokensOurs / tokensDirect), 0.0, null);
        report.add(
                "demo_cost_saved_pct",
                "%",
                100
                        * (1
                                - ours.path("costNano").asDouble()
                                        / direct.path("costNano").asDouble()),
                0.0,
                null);
        double hits =
                ours.path("cacheHits").asDouble() + ours.path("semanticHits").asDouble();
        report.add("demo_hits_pct", "%", 100 * hits / workload.size(), null, null);
        report.add(
                "demo_errors",
                "requests",
                ours.path("errors").asDouble() + direct.path("errors").asDouble(),
                null,
                0.0);
    }

    private JsonNode ledger(String key, List<String> workload, String model, String cache, String optimize)
            throws IOException, InterruptedException {
        for (String prompt : workload) {
            ask(key, model, prompt, cache, optimize);
        }
        long end = System.nanoTime() + LEDGER.toNanos();
        JsonNode counted = overview(key);
        while (counted.path("requests").asInt() < workload.size() && System.nanoTime() < end) {
            Thread.sleep(500);
            counted = overview(key);
        }
        return counted;
    }

    private JsonNode overview(String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(stack.baseUrl() + "/analytics/overview"))
                .header("authorization", "Bearer " + key)
                .build();
        return json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private void ask(String key, String model, String prompt, String cache, String optimize)
            throws IOException, InterruptedException {
        byte[] body = json.writeValueAsBytes(Map.of(
                "model", model, "temperature", 0, "messages", List.of(Map.of("role", "user", "content", prompt))));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stack.baseUrl() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .header("x-sluice-optimize", optimize)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (cache.equals("off")) {
            request.header("x-sluice-cache", "off");
        }
        HttpResponse<String> reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IOException("the gateway answered " + reply.statusCode() + ": " + reply.body());
        }
    }

    private static List<String> workload(Data data) {
        var random = new Random(6);
        List<Contexts.Case> cases = Contexts.squad(data);
        List<JsonNode> real = Contexts.read(data, "prompts/awesome_prompts.jsonl.gz");
        List<JsonNode> exam = Contexts.read(data, "routing/mmlu.jsonl.gz");
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            Contexts.Case one = cases.get(random.nextInt(cases.size()));
            pool.add(one.context() + "\n\n" + one.question());
            pool.add(real.get(random.nextInt(real.size())).get("prompt").asText());
            pool.add(exam.get(random.nextInt(exam.size())).get("prompt").asText());
        }
        double[] weights = new double[pool.size()];
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            all += Math.pow(i + 1, -ZIPF);
            weights[i] = all;
        }
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            double at = random.nextDouble() * all;
            int found = 0;
            while (weights[found] < at) {
                found++;
            }
            String prompt = pool.get(found);
            drawn.add(random.nextInt(POLITE) == 0 ? "Hello there! " + prompt + "\n\nThank you very much!" : prompt);
        }
        return drawn;
    }
}
