package dev.sluice.bench.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.Report;
import dev.sluice.cache.store.Squeeze;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How much smaller answers are kept: answers of real models, each in the document a provider wraps it in, one by one;
 * gzip beside it.
 */
final class SqueezeRows {

    private static final int ROUNDS = 20;

    private SqueezeRows() {}

    static void add(Report report, Data data) throws IOException {
        Squeeze squeeze = Squeeze.load().orElseThrow();
        List<byte[]> documents = new ArrayList<>();
        List<byte[]> texts = new ArrayList<>();
        var json = new ObjectMapper();
        for (String line : data.lines("responses/mt_bench_answers.jsonl.gz")) {
            String text = json.readTree(line).get("answer").asText();
            texts.add(text.getBytes(StandardCharsets.UTF_8));
            documents.add(json.writeValueAsBytes(document(json, text, documents.size())));
        }
        ratio(report, "compression_ratio", squeeze, documents, 3.0);
        ratio(report, "compression_ratio_bare_text", squeeze, texts, null);
        time(report, squeeze, documents);
    }

    private static void ratio(Report report, String name, Squeeze squeeze, List<byte[]> all, @Nullable Double goal)
            throws IOException {
        long before = 0;
        long after = 0;
        long gzipped = 0;
        for (byte[] bytes : all) {
            before += bytes.length;
            after += squeeze.squeeze(bytes).orElse(bytes).length;
            var out = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            }
            gzipped += out.size();
        }
        report.add(name, "times", (double) before / after, (double) before / gzipped, goal);
    }

    private static void time(Report report, Squeeze squeeze, List<byte[]> documents) {
        List<byte[]> small = documents.stream()
                .map(bytes -> squeeze.squeeze(bytes).orElseThrow())
                .toList();
        double write = Double.MAX_VALUE;
        double read = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            documents.forEach(squeeze::squeeze);
            long half = System.nanoTime();
            small.forEach(squeeze::expand);
            write = Math.min(write, (half - start) / 1e3 / documents.size());
            read = Math.min(read, (System.nanoTime() - half) / 1e3 / documents.size());
        }
        report.add("compression_write_us", "us/answer", write, null, null);
        report.add("compression_read_us", "us/answer", read, null, null);
    }

    private static JsonNode document(ObjectMapper json, String text, int number) {
        var document = json.createObjectNode();
        document.put("id", "chatcmpl-" + Long.toString(Math.abs(text.hashCode() * 0x9E3779B97F4A7C15L), 36));
        document.put("object", "chat.completion").put("created", 1_763_700_000 + 37 * number);
        document.put("model", "gpt-4o-mini-2024-07-18");
        var choice = document.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", "stop");
        int tokens = text.length() / 4;
        document.putObject("usage")
                .put("prompt_tokens", 20 + number)
                .put("completion_tokens", tokens)
                .put("total_tokens", 20 + number + tokens);
        document.put("service_tier", "default").put("system_fingerprint", "fp_" + Integer.toHexString(text.hashCode()));
        return document;
    }
}
