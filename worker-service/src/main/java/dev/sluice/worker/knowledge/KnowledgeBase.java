package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.identity.WorkerIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The tenants' documents: a document is kept once Kafka has acknowledged it, and found once this worker has read it back.
 * The index is built anew from the topic at each start; until then searches see a part of it.
 */
@ApplicationScoped
public class KnowledgeBase {

    private static final int LARGEST_RECORD = 11 * 1024 * 1024 - 64 * 1024;

    private final Catalogue catalogue = new Catalogue();
    private final KnowledgeIndex index;
    private final VectorStore vectors;
    private final Vectoriser vectoriser;
    private final QuestionVectors questions;
    private final ReentrantLock writing = new ReentrantLock();
    private final TopicFold fold;
    private final Producing producing;
    private final ObjectMapper json;
    private final WorkerConfig.Knowledge config;
    private final Duration acceptWithin;

    KnowledgeBase(
            WorkerConfig config,
            DataConfig data,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            WorkerIdentity identity,
            Embeddings embeddings,
            MeterRegistry meters) {
        // The folder is emptied below; the identity holds its lock.
        Log.debugf("the knowledge index of worker %s begins empty", identity.id());
        this.index = new LuceneIndex(
                data.dir().resolve("knowledge"), config.knowledge().exactBelow());
        this.vectors = new VectorStore(
                data.dir().resolve("knowledge-vectors.bin"),
                config.knowledge().vectorsOnDisk().asLongValue());
        this.vectoriser = new Vectoriser(
                new Shelves(),
                embeddings,
                vectors,
                config.knowledge().embeddingBatch(),
                config.knowledge().embeddingPause());
        this.questions =
                new QuestionVectors(embeddings, vectors, config.knowledge().questionWithin());
        this.fold = new TopicFold(Topics.documents(), clients, topics, this::fold);
        this.json = json;
        this.config = config.knowledge();
        this.acceptWithin = config.tasks().acceptWithin();
        int within = Math.toIntExact(acceptWithin.toMillis());
        this.producing = new Producing(
                clients,
                "sluice-documents",
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        within,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.max(1, within / 2),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        within));
        meters.gauge("sluice.knowledge.documents", catalogue, Catalogue::documents);
        meters.gauge("sluice.knowledge.documents.without.vectors", vectoriser, Vectoriser::waiting);
    }

    void start(@Observes StartupEvent start) {
        fold.start();
        fold.ready().thenRun(() -> {
            index.refresh();
            vectoriser.start();
        });
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        vectoriser.close();
        fold.close();
        producing.close();
        index.close();
        vectors.close();
    }

    /** Whether the index holds all that was on the topic when this worker started. */
    public boolean isReady() {
        return fold.isReady();
    }

    /** How many documents all tenants have together. */
    public int documents() {
        return catalogue.documents();
    }

    /** How many passages all tenants have together. */
    public int passages() {
        return catalogue.passages();
    }

    /** The tenant's passages that fit a question best, numbered from 1. */
    public List<Passage> search(String tenant, String question, int atMost) {
        return search(tenant, question, Scope.ALL, atMost).passages();
    }

    /** As the shorter one, among some of the documents, and says how they were found. */
    public Found search(String tenant, String question, Scope scope, int atMost) {
        return Retrieval.find(index, tenant, question, questions.of(tenant, question), scope, atMost);
    }

    /** Documents that are found by their words alone so far. */
    public int withoutVectors() {
        return vectoriser.waiting();
    }

    /** How many documents a tenant has. */
    public int documents(String tenant) {
        return catalogue.documents(tenant);
    }

    List<DocumentInfo> list(String tenant) {
        return catalogue.list(tenant);
    }

    Optional<DocumentInfo> find(String tenant, String id) {
        return catalogue.find(tenant, id);
    }

    Optional<DocumentInfo> read(String tenant, String id) {
        return catalogue.find(tenant, id).flatMap(info -> index.text(tenant, id).map(info::withText));
    }

    /**
     * Keeps a document in place of the one with its id.
     *
     * @return whether it can be found already; else it will be soon
     * @throws Refusal when it is too large, the tenant has too many, or Kafka is away
     */
    boolean put(Document document) {
        boolean replaces = catalogue.find(document.tenant(), document.id()).isPresent();
        if (!replaces && catalogue.documents(document.tenant()) >= config.documentsPerTenant()) {
            throw full("%d documents".formatted(config.documentsPerTenant()));
        }
        if (catalogue.characters(document.tenant()) + document.text().length()
                > config.textPerTenant().asLongValue()) {
            throw full("%d bytes of text".formatted(config.textPerTenant().asLongValue()));
        }
        byte[] bytes = bytes(document);
        if (bytes.length > LARGEST_RECORD) {
            throw new Refusal(
                    413,
                    "document_too_large",
                    "Document too large",
                    "With what JSON adds the document takes %d bytes, more than %d. Split it."
                            .formatted(bytes.length, LARGEST_RECORD));
        }
        return settle(new ProducerRecord<>(Topics.DOCUMENTS, document.key(), bytes));
    }

    /** Removes a document. */
    boolean remove(String tenant, String id) {
        return settle(new ProducerRecord<>(Topics.DOCUMENTS, tenant + "/" + id, null));
    }

    private boolean settle(ProducerRecord<String, byte[]> record) {
        try {
            RecordMetadata where = producing.send(record, acceptWithin);
            return fold.isReady() && fold.awaitOffset(where.partition(), where.offset(), config.visibleWithin());
        } catch (Producing.Unacknowledged e) {
            throw new Refusal(
                    503,
                    "kafka_away",
                    "Service unavailable",
                    "Kafka did not acknowledge the change within %s; send it again, which does no harm."
                            .formatted(acceptWithin),
                    Map.of("Retry-After", "5"));
        }
    }

    private static Refusal full(String bound) {
        return new Refusal(
                429,
                "knowledge_full",
                "Knowledge index full",
                "This tenant may keep %s. Delete documents, or raise the bound in sluice.worker.knowledge."
                        .formatted(bound));
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        writing.lock();
        try {
            int slash = record.key().lastIndexOf('/');
            var key = new Catalogue.Key(
                    record.key().substring(0, slash), record.key().substring(slash + 1));
            if (record.value() == null) {
                if (catalogue.remove(key.tenant(), key.id())) {
                    index.remove(key.tenant(), key.id());
                }
            } else {
                put(key, json.readValue(record.value(), Document.class));
            }
            if (fold.isReady()) {
                index.refresh();
            }
        } catch (IOException | RuntimeException e) {
            Log.warnf("a document at %d/%d cannot be indexed (%s); left out", record.partition(), record.offset(), e);
        } finally {
            writing.unlock();
        }
    }

    private void put(Catalogue.Key key, Document document) {
        List<Chunks.Chunk> chunks = Chunks.of(document.text());
        index.put(document, chunks, vectors);
        catalogue.put(document.tenant(), DocumentInfo.of(document, chunks.size()));
        if (chunks.stream().anyMatch(chunk -> vectors.of(chunk.embedded(document.title())) == null)) {
            vectoriser.add(key);
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
                    index.put(document, Chunks.of(document.text()), vectors);
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

    private byte[] bytes(Document document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a document cannot be written as JSON", e);
        }
    }
}
