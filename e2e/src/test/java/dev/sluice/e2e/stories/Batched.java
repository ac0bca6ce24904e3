package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Batches through the official OpenAI SDK.
 *
 * @param sdk a client with one tenant's key
 */
record Batched(OpenAIClient sdk) {

    static Batched with(String baseUrl, String key) {
        return new Batched(OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey(key)
                .maxRetries(4)
                .timeout(Duration.ofMinutes(2))
                .build());
    }

    /** Uploads requests and has them done. */
    String begin(String lines) {
        var file = sdk.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(file(lines.getBytes(StandardCharsets.UTF_8)))
                        .build());
        return sdk.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file.id())
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build())
                .id();
    }

    /** Bytes as an upload with a name, which every file has. */
    static MultipartField<InputStream> file(byte[] bytes) {
        return MultipartField.<InputStream>builder()
                .value(new ByteArrayInputStream(bytes))
                .filename("requests.jsonl")
                .build();
    }

    Batch get(String id) {
        return sdk.batches().retrieve(id);
    }

    Batch awaitStatus(String id, Batch.Status status, Duration atMost) {
        await("batch " + status)
                .atMost(atMost)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(id).status()).isEqualTo(status));
        return get(id);
    }

    void awaitCompleted(String id, int count) {
        await(count + " requests done")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> get(id).requestCounts().orElseThrow().completed() >= count);
    }

    List<JsonNode> lines(String file) {
        try (HttpResponse content = sdk.files().content(file)) {
            return new String(content.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Client::json)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines of both files of a batch that is over. */
    List<JsonNode> all(Batch over) {
        return Stream.concat(over.outputFileId().stream(), over.errorFileId().stream())
                .flatMap(file -> lines(file).stream())
                .toList();
    }

    static String chats(int count, String model, IntFunction<String> question) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"custom_id\":\"r" + i + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                                + Client.chatBody(model, question.apply(i), false) + "}")
                .collect(Collectors.joining("\n"));
    }

    static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> customIds(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("custom_id").asText()).toList();
    }
}
