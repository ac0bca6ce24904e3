package dev.sluice.worker.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.worker.kafka.PlaceReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The tenants' files: their descriptions held here, their bytes written to and read from Kafka as a stream. */
@ApplicationScoped
public class FileStore {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
    private static final Duration READ_WITHIN = Duration.ofSeconds(15);
    private static final int READERS = 4;

    private final FileShelf shelf = new FileShelf();
    private final TopicFold fold;
    private final TopicBootstrap topics;
    private final Producing producing;
    private final PlaceReader reader;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration writeWithin;

    FileStore(
            FilesConfig config,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {
        this.topics = topics;
        this.json = json;
        this.clock = clock;
        this.writeWithin = config.writeWithin();
        int within = Math.toIntExact(writeWithin.toMillis());
        this.fold = new TopicFold(Topics.files().getFirst(), clients, topics, this::fold);
        this.reader = new PlaceReader(clients, Topics.FILE_CHUNKS, READERS, READ_WITHIN);
        this.producing = new Producing(
                clients,
                "sluice-files",
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        within,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.max(1, within / 2),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        within));
        meters.gauge("sluice.files.known", shelf, FileShelf::size);
    }

    void start(@Observes StartupEvent start) {
        topics.ensure(Topics.files()).thenRun(fold::start);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        producing.close();
        reader.close();
    }

    /** Whether all files are known; until then an unknown id may be a file. */
    public boolean isReady() {
        return fold.isReady();
    }

    /** Waits until the files on the topic now are known; false when that takes too long. */
    public boolean awaitCurrent(Duration atMost) {
        return fold.isReady() && fold.awaitCurrent(atMost);
    }

    /** The tenant's file with this id. */
    public Optional<StoredFile> find(String tenant, String id) {
        return shelf.find(tenant, id, clock.instant());
    }

    NavigableMap<String, StoredFile> of(String tenant) {
        return shelf.of(tenant);
    }

    long bytes(String tenant) {
        return shelf.bytes(tenant);
    }

    /** A new id. */
    public static String newId() {
        return "file-" + Ids.next().replace("-", "");
    }

    /** Begins a file that exists once {@link #publish} has been called with what {@link #describe} says of it. */
    public FileSink write(String tenant, String id) {
        return new FileSink(producing, tenant, id, writeWithin);
    }

    /**
     * Waits until Kafka has all bytes of a file and describes it.
     *
     * @throws FilesAway when Kafka does not take them in time
     */
    public StoredFile describe(FileSink sink, String tenant, String name, String purpose, Instant expiresAt)
            throws FilesAway {
        List<StoredFile.Piece> pieces = sink.finish();
        return new StoredFile(
                StoredFile.SCHEMA,
                sink.id(),
                tenant,
                name,
                purpose,
                sink.bytes(),
                clock.instant(),
                expiresAt,
                sink.writing(),
                pieces);
    }

    /**
     * Makes a file exist. Doing it again does no harm.
     *
     * @throws FilesAway when Kafka does not acknowledge it
     */
    public void publish(StoredFile file) throws FilesAway {
        settle(new ProducerRecord<>(Topics.FILES, file.key(), bytes(file)));
    }

    /** The bytes of a file from a position on. */
    public InputStream open(StoredFile file, long from) throws IOException {
        return new FileSource(reader, file.pieces(), from);
    }

    /**
     * Removes a file: it is gone when this returns, its bytes soon after.
     *
     * @throws FilesAway when Kafka does not acknowledge it
     */
    public void delete(StoredFile file) throws FilesAway {
        settle(new ProducerRecord<>(Topics.FILES, file.key(), null));
        clear(file.tenant(), file.id(), file.writing(), file.pieces().size());
    }

    /** What was written is not wanted. */
    public void abandon(FileSink sink) {
        clear(sink.tenant(), sink.id(), sink.writing(), sink.sent());
    }

    /** What is not cleared costs space until the topic's retention, nothing else. */
    private void clear(String tenant, String id, String writing, int pieces) {
        try {
            for (int i = 0; i < pieces; i++) {
                var _ = producing.begin(
                        new ProducerRecord<>(Topics.FILE_CHUNKS, StoredFile.pieceKey(tenant, id, writing, i), null));
            }
        } catch (Producing.Unacknowledged e) {
            Log.debugf("pieces of file %s were not cleared", id);
        }
    }

    /** Removes files whose time is up; every worker does it, which does no harm. */
    int sweep() {
        if (!fold.isReady()) {
            return 0;
        }
        List<StoredFile> expired = shelf.expired(clock.instant());
        try {
            for (StoredFile file : expired) {
                delete(file);
            }
        } catch (FilesAway e) {
            Log.warnf("expired files could not be removed (%s); the next sweep tries again", e.getMessage());
        }
        return expired.size();
    }

    private void settle(ProducerRecord<String, byte[]> record) throws FilesAway {
        try {
            RecordMetadata where = producing.send(record, writeWithin);
            if (fold.isReady()) {
                fold.awaitOffset(where.partition(), where.offset(), VISIBLE_WITHIN);
            }
        } catch (Producing.Unacknowledged e) {
            throw new FilesAway("Kafka did not acknowledge a file", e);
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                int slash = record.key().lastIndexOf('/');
                shelf.remove(record.key().substring(0, slash), record.key().substring(slash + 1));
            } else {
                shelf.put(json.readValue(record.value(), StoredFile.class));
            }
        } catch (IOException | RuntimeException e) {
            Log.warnf("a file at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
    }

    private byte[] bytes(StoredFile file) {
        try {
            return json.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a file's description cannot be written as JSON", e);
        }
    }
}
