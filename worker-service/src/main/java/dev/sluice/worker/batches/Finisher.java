package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.batches.Batch.Seal;
import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import dev.sluice.worker.files.FileSink;
import dev.sluice.worker.files.FileStore;
import dev.sluice.worker.files.FilesConfig;
import dev.sluice.worker.files.StoredFile;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Ends a batch: writes its outcomes into an output file and an error file, each request into one of them once, then seals
 * the batch with both, then lets the files exist, then tells that it is over. Whoever is killed in between leaves a batch
 * that another worker ends in the same way; files that no sealed batch names are never seen.
 */
@ApplicationScoped
class Finisher {

    private static final Duration CURRENT_WITHIN = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ_WITHIN = Duration.ofMinutes(5);

    private final BatchLedger ledger;
    private final Tenures tenures;
    private final FileStore files;
    private final KafkaClients clients;
    private final ObjectMapper json;
    private final ObjectReader reader;
    private final Clock clock;
    private final FilesConfig kept;
    private final BatchesConfig batches;
    private final Endings endings;

    Finisher(
            BatchLedger ledger,
            Tenures tenures,
            FileStore files,
            KafkaClients clients,
            ObjectMapper json,
            Clock clock,
            FilesConfig kept,
            BatchesConfig batches,
            Endings endings) {
        this.ledger = ledger;
        this.tenures = tenures;
        this.files = files;
        this.clients = clients;
        this.json = json;
        this.reader = Ask.reader(json);
        this.clock = clock;
        this.kept = kept;
        this.batches = batches;
        this.endings = endings;
    }

    /** Takes a batch that is ending as far as it will go now; to be called again while it is not over. */
    void finish(Batch seen) throws IOException, BatchLedger.Away, InterruptedException {
        if (!ledger.awaitCurrent(CURRENT_WITHIN)) {
            return;
        }
        Batch batch = ledger.table().find(seen.order().key()).orElse(seen);
        if (batch.status().isTerminal() || !isQuiet(batch)) {
            return;
        }
        if (batch.seal() == null) {
            Optional<Batch> sealed = seal(batch);
            if (sealed.isEmpty()) {
                return;
            }
            batch = sealed.get();
        }
        publish(batch.seal());
        Batch over = batch.ended(clock.instant());
        if (ledger.append(over)) {
            endings.reached(over);
        }
    }

    /** Whether no request of it is under way any more, as far as one is willing to wait. */
    private boolean isQuiet(Batch batch) {
        Work work = batch.work();
        Instant since = batch.times().getOrDefault(batch.status().wireName(), Instant.EPOCH);
        if (work == null || clock.instant().isAfter(since.plus(batches.grace()))) {
            return true;
        }
        Tally tally = ledger.tally(batch);
        for (int i = 0; i < work.starts().size(); i++) {
            if (!tally.isDone(work.first(i), work.end(i)) && !tenures.isFree(batch, i)) {
                return false;
            }
        }
        return true;
    }

    private Optional<Batch> seal(Batch batch) throws IOException, BatchLedger.Away, InterruptedException {
        FileSink output = files.write(batch.order().tenant(), FileStore.newId());
        FileSink errors = files.write(batch.order().tenant(), FileStore.newId());
        boolean kept = false;
        try {
            Written written = write(batch, output, errors);
            Batch sealed = batch.sealed(new Seal(
                    written.completed(),
                    written.failed(),
                    written.usage(),
                    described(batch, output, "output"),
                    described(batch, errors, "error")));
            kept = ledger.append(sealed);
            return kept ? Optional.of(sealed) : Optional.empty();
        } finally {
            if (!kept) {
                // Should the seal be there all the same, unacknowledged, its pieces have to stay.
                abandonUnlessSealed(batch, output, errors);
            }
        }
    }

    private void abandonUnlessSealed(Batch batch, FileSink output, FileSink errors) {
        boolean known = ledger.awaitBatches(CURRENT_WITHIN);
        Seal seal = ledger.table().find(batch.order().key()).map(Batch::seal).orElse(null);
        if (known && (seal == null || !names(seal, output, errors))) {
            files.abandon(output);
            files.abandon(errors);
        }
    }

    private static boolean names(Seal seal, FileSink output, FileSink errors) {
        StoredFile one = seal.output();
        StoredFile other = seal.errors();
        return (one != null && one.id().equals(output.id()))
                || (other != null && other.id().equals(errors.id()));
    }

    private @Nullable StoredFile described(Batch batch, FileSink sink, String what) throws IOException {
        if (sink.bytes() == 0) {
            return null;
        }
        Long seconds = batch.order().outputSeconds();
        Duration life = seconds == null ? kept.keep() : Duration.ofSeconds(seconds);
        return files.describe(
                sink,
                batch.order().tenant(),
                batch.id() + "_" + what + ".jsonl",
                StoredFile.BATCH_OUTPUT,
                clock.instant().plus(life));
    }

    private void publish(@Nullable Seal seal) throws IOException {
        if (seal == null) {
            return;
        }
        if (seal.output() != null) {
            files.publish(seal.output());
        }
        if (seal.errors() != null) {
            files.publish(seal.errors());
        }
    }

    private record Written(int completed, int failed, Usage usage) {}

    private Written write(Batch batch, FileSink output, FileSink errors) throws IOException {
        var written = new Tally();
        Tally.Place first = ledger.tally(batch).first();
        if (first != null) {
            copy(batch, first, written, output, errors);
        }
        Work work = batch.work();
        if (work != null && !written.isDone(0, work.total())) {
            if (batch.ending() == Status.COMPLETED) {
                throw new IOException("the outcomes of a complete batch are not all there");
            }
            tellUndone(batch, work, written, errors);
        }
        return new Written(written.completed(), written.failed(), written.usage());
    }

    /** The first outcome of each request, in the order they came. */
    private void copy(Batch batch, Tally.Place first, Tally written, FileSink output, FileSink errors)
            throws IOException {
        var where = new TopicPartition(Topics.BATCH_LINES, first.partition());
        long deadline = System.nanoTime() + READ_WITHIN.toNanos();
        try (KafkaConsumer<String, byte[]> reading = clients.consumer("sluice-batch-finish", "", Map.of())) {
            reading.assign(List.of(where));
            reading.seek(where, first.offset());
            long end = reading.endOffsets(List.of(where)).getOrDefault(where, 0L);
            while (reading.position(where) < end) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the outcomes could not be read in time");
                }
                for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
                    if (batch.order().key().equals(record.key()) && record.offset() < end) {
                        take(record, written, output, errors);
                    }
                }
            }
        } catch (KafkaException e) {
            throw new IOException("the outcomes could not be read", e);
        }
    }

    private static void take(ConsumerRecord<String, byte[]> record, Tally written, FileSink output, FileSink errors)
            throws IOException {
        Line.Head head = Line.Head.of(record.headers());
        if (written.add(head, record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()))) {
            FileSink sink = head.ok() ? output : errors;
            sink.write(record.value());
            sink.write('\n');
        }
    }

    private void tellUndone(Batch batch, Work work, Tally written, FileSink errors) throws IOException {
        boolean cancelled = batch.ending() == Status.CANCELLED;
        String code = cancelled ? "batch_cancelled" : "batch_expired";
        String message = cancelled
                ? "The batch was cancelled before this request was done."
                : "This request could not be executed before the completion window expired.";
        Optional<StoredFile> input =
                files.find(batch.order().tenant(), batch.order().inputFile());
        if (input.isEmpty()) {
            Log.warnf("the input file of batch %s is gone; what was not done is not listed", batch.id());
            return;
        }
        int longest = Math.toIntExact(batches.longestLine().asLongValue());
        try (var lines = new Lines(files.open(input.get(), 0), 0, longest)) {
            for (int number = 0; number < work.total(); number++) {
                Lines.Raw line = lines.next();
                if (line != null && !written.isDone(number)) {
                    Ask ask = Ask.of(line.bytes(), batch.order().endpoint(), reader);
                    errors.write(
                            Outcome.undone(ask.customId(), code, message, json).json());
                    errors.write('\n');
                }
            }
        } catch (Ask.Bad e) {
            throw new IOException("a line that was checked is bad", e);
        }
    }
}
