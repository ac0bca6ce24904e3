package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.kafka.PlaceReader;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes catalogue, index and vectors of the topic's records, one after the other. */
final class Indexing implements AutoCloseable {

    private static final Duration ANSWERS = Duration.ofMillis(800);
    private static final Duration READ_WITHIN = Duration.ofSeconds(10);

    private final Catalogue catalogue = new Catalogue();
    private final KnowledgeIndex index;
    private final VectorStore vectors;
    private final Vectoriser vectoriser;
    private final Late late;
    private final ObjectMapper json;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean live;

    Indexing(
            KnowledgeConfig config,
            OpenSearchConfig openSearch,
            DataConfig data,
            KafkaClients clients,
            ObjectMapper json,
            Embeddings embeddings) {
        this.json = json;
        this.index = switch (config.engine()) {
            case LOCAL -> new LuceneIndex(data.dir().resolve("knowledge"), config.exactBelow());
            case OPENSEARCH -> new OpenSearchIndex(openSearch, json, catalogue::revision, config.exactBelow());
        };
        this.vectors = new VectorStore(
                data.dir().resolve("knowledge-vectors.bin"),
                config.vectorsOnDisk().asLongValue());
        this.vectoriser =
                new Vectoriser(new Shelves(), embeddings, vectors, config.embeddingBatch(), config.embeddingPause());
        this.late = new Late(
                new PlaceReader(clients, Topics.DOCUMENTS, 1, READ_WITHIN), this::tellLate, openSearch.pause());
    }

    void start() {
        late.start();
    }

    /** All that was on the topic has been read. */
    void begin() {
        live = true;
        index.refresh();
        vectoriser.start();
    }

    Catalogue catalogue() {
        return catalogue;
    }

    KnowledgeIndex index() {
        return index;
    }

    VectorStore vectors() {
        return vectors;
    }

    /** Documents that are found by their words alone so far. */
    int withoutVectors() {
        return vectoriser.waiting();
    }

    /** Documents that the index could not be told of so far. */
    int late() {
        return late.size();
    }

    /** Whether the index could not be told of the document of this record's key. */
    boolean isLate(String recordKey) {
        return late.has(Catalogue.Key.of(recordKey));
    }

    /** Which engine finds passages, and whether it is there. */
    String engine() {
        return switch (index) {
            case OpenSearchIndex there when there.isUp(ANSWERS) -> "opensearch";
            case OpenSearchIndex _ -> "opensearch-away";
            default -> "local";
        };
    }

    /** A document with its text. */
    Optional<DocumentInfo> read(String tenant, String id) {
        return catalogue.find(tenant, id).flatMap(info -> index.text(tenant, id).map(info::withText));
    }

    void fold(ConsumerRecord<String, byte[]> record) {
        writing.lock();
        try {
            Catalogue.Key key = Catalogue.Key.of(record.key());
            Optional<Document> document = Optional.empty();
            if (record.value() != null) {
                document = Optional.of(json.readValue(record.value(), Document.class));
            }
            enter(key, record.offset(), document);
            if (late.size() > 0) {
                // It is away: each record would wait for that to be found out.
                late.add(key, new Late.Spot(record.partition(), record.offset()));
                return;
            }
            try {
                tell(key, record.offset(), document);
                if (live) {
                    index.refresh();
                }
            } catch (KnowledgeAway e) {
                Log.warnf("the knowledge index cannot be told of documents (%s); they wait", e.getMessage());
                late.add(key, new Late.Spot(record.partition(), record.offset()));
            }
        } catch (IOException | RuntimeException e) {
            Log.warnf("a document at %d/%d cannot be indexed (%s); left out", record.partition(), record.offset(), e);
        } finally {
            writing.unlock();
        }
    }

    private void enter(Catalogue.Key key, long revision, Optional<Document> document) {
        if (document.isEmpty()) {
            catalogue.remove(key.tenant(), key.id());
        } else {
            Document known = document.get();
            catalogue.put(
                    known.tenant(),
                    DocumentInfo.of(known, Chunks.of(known.text()).size()),
                    revision);
        }
    }

    private void tell(Catalogue.Key key, long revision, Optional<Document> document) {
        if (document.isEmpty()) {
            index.remove(key.tenant(), key.id(), revision);
            return;
        }
        Document known = document.get();
        List<Chunks.Chunk> chunks = Chunks.of(known.text());
        index.put(known, revision, chunks, vectors);
        if (chunks.stream().anyMatch(chunk -> vectors.of(chunk.embedded(known.title())) == null)) {
            vectoriser.add(key);
        }
    }

    private void tellLate(Catalogue.Key key, long revision, Optional<byte[]> value) {
        writing.lock();
        try {
            if (value.isPresent()) {
                tell(key, revision, Optional.of(json.readValue(value.get(), Document.class)));
            } else if (catalogue.find(key.tenant(), key.id()).isEmpty()) {
                tell(key, revision, Optional.empty());
            }
            index.refresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    /** What the vectoriser sees and changes. */
    private final class Shelves implements Vectoriser.Shelves {

        @Override
        public Optional<Vectoriser.Cut> find(Catalogue.Key key) {
            writing.lock();
            try {
                index.refresh();
                return read(key.tenant(), key.id())
                        .map(info -> info.document(key.tenant()))
                        .map(document -> new Vectoriser.Cut(document, Chunks.of(document.text())));
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void revise(Document document) {
            writing.lock();
            try {
                boolean same = catalogue
                        .find(document.tenant(), document.id())
                        .filter(info -> info.updatedAt().equals(document.updatedAt()))
                        .isPresent();
                if (same) {
                    long revision =
                            catalogue.revision(document.tenant(), document.id()).orElseThrow();
                    index.put(document, revision, Chunks.of(document.text()), vectors);
                }
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void refresh() {
            index.refresh();
        }

        @Override
        public List<Catalogue.Key> all() {
            return catalogue.keys();
        }
    }

    @Override
    public void close() throws InterruptedException {
        vectoriser.close();
        late.close();
        index.close();
        vectors.close();
    }
}
