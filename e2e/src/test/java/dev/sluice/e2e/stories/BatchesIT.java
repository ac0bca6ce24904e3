package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import dev.sluice.testkit.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** OpenAI's files and batches for any model of the gateway, with the official Java SDK. */
class BatchesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Client acme = House.newTenant("batches");
    private final Batched batches = Batched.with(acme.baseUrl(), acme.key());

    @Test
    void uploadCreatePollAndDownload() {
        House.upstream().onModel("gpt-batch-bad", Script.error(400, "no such thing"));
        String lines = Batched.chats(40, "gpt-batch", i -> "question number " + i) + "\n"
                + Batched.chats(41, "gpt-batch-bad", i -> "x")
                        .lines()
                        .reduce((a, b) -> b)
                        .orElseThrow();

        Batch done = batches.awaitStatus(batches.begin(lines), Batch.Status.COMPLETED, PATIENCE);

        assertThat(done.requestCounts().orElseThrow().total()).isEqualTo(41);
        assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(40);
        assertThat(done.requestCounts().orElseThrow().failed()).isEqualTo(1);
        assertThat(batches.lines(done.outputFileId().orElseThrow()))
                .hasSize(40)
                .allSatisfy(line -> assertThat(line.at("/response/body/choices/0/message/content")
                                .asText())
                        .contains("question number "
                                + line.path("custom_id").asText().substring(1)));
        assertThat(batches.lines(done.errorFileId().orElseThrow()))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.at("/response/status_code").asInt()).isEqualTo(400));
        assertThat(Batched.customIds(batches.all(done))).containsExactlyInAnyOrderElementsOf(Batched.names(41));
        assertThat(batches.sdk().batches().list().data()).extracting(Batch::id).containsExactly(done.id());
        assertThat(batches.sdk().files().list().data()).hasSize(3);
        assertThat(batches.sdk().files().delete(done.inputFileId()).deleted()).isTrue();
    }

    @Test
    void theBuiltInModelWorksWithoutAnyProvider() {
        String id = batches.begin(Batched.chats(2, "local", i -> TasksIT.TEXT + " Question: who built sluices?"));

        Batch done = batches.awaitStatus(id, Batch.Status.COMPLETED, PATIENCE);

        assertThat(batches.lines(done.outputFileId().orElseThrow()))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.toString()).contains("millers"));
    }

    @Test
    void badFilesAndStrangersAreToldSo() {
        String unknown = batches.begin("{\n" + Batched.chats(1, "no-such-model", i -> "x"));
        Batch failed = batches.awaitStatus(unknown, Batch.Status.FAILED, PATIENCE);
        assertThat(failed.errors().orElseThrow().data().orElseThrow())
                .first()
                .satisfies(error -> assertThat(error.line()).contains(1L));
        Batch missing = batches.awaitStatus(
                batches.begin(Batched.chats(1, "no-such-model", i -> "x")), Batch.Status.FAILED, PATIENCE);
        assertThat(missing.errors().orElseThrow().data().orElseThrow())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).contains("model_not_found"));

        Client other = House.newTenant("thief");
        var thief = Batched.with(other.baseUrl(), other.key()).sdk();
        assertThatThrownBy(() -> thief.files().retrieve(failed.inputFileId())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> thief.files().content(failed.inputFileId())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> thief.batches().cancel(failed.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> thief.batches()
                        .create(BatchCreateParams.builder()
                                .inputFileId(failed.inputFileId())
                                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                                .build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> thief.files()
                        .create(FileCreateParams.builder()
                                .purpose(FilePurpose.FINE_TUNE)
                                .file(Batched.file("x".getBytes(StandardCharsets.UTF_8)))
                                .build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void aFileSaysHowLongItLives() {
        var file = batches.sdk()
                .files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(Batched.file("x".getBytes(StandardCharsets.UTF_8)))
                        .expiresAfter(FileCreateParams.ExpiresAfter.builder()
                                .seconds(3_600)
                                .build())
                        .build());

        assertThat(file.expiresAt().orElseThrow() - file.createdAt()).isBetween(3_599L, 3_600L);
        assertThat(batches.sdk().files().retrieve(file.id()).filename()).isEqualTo("requests.jsonl");
    }

    @Test
    void largeFilesPassThroughProcessesThatCouldNotHoldThem() {
        long worker = House.stack().pid("worker-service");
        byte[] large = new byte[50 * 1024 * 1024];
        var random = new Random(7);
        for (int at = 0; at < large.length; at++) {
            large[at] = (byte) (at % 1_024 == 1_023 ? '\n' : 33 + random.nextInt(90));
        }
        // 200 MB on the way up and down, more than half of the worker's heap, in up to four at once.
        var ids = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> batches.sdk()
                        .files()
                        .create(FileCreateParams.builder()
                                .purpose(FilePurpose.BATCH)
                                .file(Batched.file(large))
                                .build())
                        .id())
                .toList();

        ids.parallelStream().forEach(id -> {
            try (var content = batches.sdk().files().content(id)) {
                assertThat(content.body().readAllBytes()).isEqualTo(large);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        // Nothing ran out of memory, which would have ended the process.
        assertThat(House.stack().pid("worker-service")).isEqualTo(worker);
        assertThat(acme.get("/background/stats").status()).isEqualTo(200);
    }
}
