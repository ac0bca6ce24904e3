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
import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.identity.WorkerIdentity;
import dev.sluice.worker.ledger.TasksConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The tenants' documents: a document is kept once Kafka has acknowledged it, and found once this worker has read it back.
 * The index is built anew from the topic at each start; until then searches see a part of it.
 */
@ApplicationScoped
public class KnowledgeBase {

    private static final int LARGEST_RECORD = 11 * 1024 * 1024 - 64 * 1024;

    private final Indexing indexing;
    private final Catalogue catalogue;
    private final QuestionVectors questions;
    private final TopicFold fold;
    private final Producing producing;
    private final ObjectMapper json;
    private final KnowledgeConfig config;
    private final Duration acceptWithin;

    KnowledgeBase(
            KnowledgeConfig config,
            OpenSearchConfig openSearch,
            TasksConfig tasks,
            DataConfig data,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            WorkerIdentity identity,
            Embeddings embeddings,
            MeterRegistry meters) {
        // The folder of a local index is emptied below; the identity holds its lock.
        Log.debugf("the knowledge index of worker %s begins", identity.id());
        this.indexing = new Indexing(config, openSearch, data, clients, json, embeddings);
        this.catalogue = indexing.catalogue();
        this.questions = new QuestionVectors(embeddings, indexing.vectors(), config.questionWithin());
        this.fold = new TopicFold(Topics.documents(), clients, topics, indexing::fold);
        this.json = json;
        this.config = config;
        this.acceptWithin = tasks.acceptWithin();
        this.producing = Producing.waiting(clients, "sluice-documents", acceptWithin);
        meters.gauge("sluice.knowledge.documents", catalogue, Catalogue::documents);
        meters.gauge("sluice.knowledge.documents.without.vectors", indexing, Indexing::withoutVectors);
        meters.gauge("sluice.knowledge.documents.late", indexing, Indexing::late);
    }

    void start(@Observes StartupEvent start) {
        indexing.start();
        fold.start();
        fold.ready().thenRun(indexing::begin);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        producing.close();
        indexing.close();
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

    /**
     * As the shorter one, among some of the documents, and says how they were found.
     *
     * @throws Refusal 503 when the index is beyond this process and away
     */
    public Found search(String tenant, String question, Scope scope, int atMost) {
        return asking(() ->
                Retrieval.find(indexing.index(), tenant, question, questions.of(tenant, question), scope, atMost));
    }

    /** Documents that are found by their words alone so far. */
    public int withoutVectors() {
        return indexing.withoutVectors();
    }

    /** Documents that the index could not be told of so far. */
    public int late() {
        return indexing.late();
    }

    /** Which engine finds passages, and whether it is there. */
    public String engine() {
        return indexing.engine();
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
        return asking(() -> indexing.read(tenant, id));
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
            return fold.isReady()
                    && fold.awaitOffset(where.partition(), where.offset(), config.visibleWithin())
                    && !indexing.isLate(record.key());
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

    private static <T> T asking(Supplier<T> ask) {
        try {
            return ask.get();
        } catch (KnowledgeAway e) {
            Log.warnf("the knowledge index is away: %s", e.getMessage());
            throw new Refusal(
                    503,
                    "knowledge_away",
                    "Service unavailable",
                    "The index of documents does not answer just now. Nothing is lost; ask again in a moment.",
                    Map.of("Retry-After", "2"));
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

    private byte[] bytes(Document document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a document cannot be written as JSON", e);
        }
    }
}
