package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All tenants' passages in one index of an OpenSearch that the workers share. Each entry names its tenant and lies where
 * the tenant's name sends it; every search is filtered by it before anything is compared.
 *
 * <p>The topic is the truth, and all workers read it: each entry carries the place of its record as its version, so writes may
 * be repeated, come from several workers and come late. What a search finds counts only when it is of the revision that the
 * catalogue knows; so a document that was removed, or of which an old revision was left behind, is found no more, whatever
 * OpenSearch still has.
 */
final class OpenSearchIndex implements KnowledgeIndex {

    /** Which revision of a document counts; none of one that is not there. */
    interface Current {
        OptionalLong revision(String tenant, String id);
    }

    /** As of the local index. */
    private static final int CANDIDATES = 64;

    private final OpenSearchShelf shelf;
    private final OpenSearchShapes shapes;
    private final OpenSearchWrites writes;
    private final QueryStems stems = new QueryStems();
    private final Current current;
    private final int exactBelow;
    private final AtomicBoolean stale = new AtomicBoolean();

    /**
     * Asks nothing yet.
     *
     * @param exactBelow a tenant's passages up to which all its vectors are compared
     */
    OpenSearchIndex(OpenSearchConfig config, ObjectMapper json, Current current, int exactBelow) {
        this.shapes = new OpenSearchShapes(json);
        this.shelf = new OpenSearchShelf(config, shapes, json);
        this.writes = new OpenSearchWrites(json);
        this.current = current;
        this.exactBelow = exactBelow;
    }

    @Override
    public void put(Document document, long revision, List<Chunks.Chunk> chunks, Known known) {
        Optional<OpenSearchShelf.Card> card = shelf.card(document.tenant(), document.id());
        shelf.make();
        List<@Nullable Vector> vectors = new ArrayList<>();
        int dimensions = 0;
        boolean all = true;
        for (Chunks.Chunk chunk : chunks) {
            Vector vector = known.of(chunk.embedded(document.title()));
            vectors.add(vector);
            dimensions = vector == null ? dimensions : vector.dimensions();
            all &= vector != null;
        }
        String model = all ? known.model() : "";
        stale.set(true);
        if (card.isPresent() && card.get().covers(revision, model)) {
            return;
        }
        if (dimensions > 0) {
            shelf.know(known.model(), dimensions);
        }
        List<String> entries = writes.entries(document, revision, chunks, vectors, known.model());
        int before = card.map(OpenSearchShelf.Card::passages).orElse(0);
        entries.addAll(writes.removals(document.tenant(), document.id(), revision, chunks.size(), before));
        entries.add(writes.card(document, revision, chunks.size(), model));
        shelf.bulk(entries);
    }

    @Override
    public void remove(String tenant, String id, long revision) {
        Optional<OpenSearchShelf.Card> card = shelf.card(tenant, id);
        shelf.make();
        if (card.isPresent()) {
            List<String> entries =
                    writes.removals(tenant, id, revision, 0, card.get().passages());
            entries.add(writes.removal(OpenSearchWrites.cardId(tenant, id), tenant, revision));
            shelf.bulk(entries);
            stale.set(true);
            refresh();
        }
        // Whatever a write that was late or cut short has left: searched for, since nobody knows its numbers.
        List<String> left = new ArrayList<>();
        for (JsonNode found : shelf.search(tenant, shapes.allOf(tenant, id))) {
            left.add(writes.removal(found.path("_id").asText(""), tenant, revision));
        }
        if (!left.isEmpty()) {
            shelf.bulk(left);
            stale.set(true);
        }
    }

    @Override
    public void refresh() {
        if (stale.getAndSet(false)) {
            try {
                shelf.refresh();
            } catch (KnowledgeAway e) {
                // It refreshes by itself within a second of its return.
                Log.debugf("the index could not be refreshed: %s", e.getMessage());
            }
        }
    }

    @Override
    public List<Hit> byWords(String tenant, String question, Scope scope, int atMost) {
        String asked = stems.of(question);
        if (asked.isEmpty()) {
            return List.of();
        }
        return hits(tenant, shelf.search(tenant, shapes.byWords(tenant, asked, scope, atMost)));
    }

    @Override
    public List<Hit> byMeaning(String tenant, String model, Vector vector, Scope scope, int atMost) {
        String field = OpenSearchShapes.vectorField(model, vector.dimensions());
        try {
            ObjectNode asked = shelf.count(tenant, exactBelow + 1L) <= exactBelow
                    ? shapes.exactly(tenant, field, vector, scope, atMost)
                    : shapes.throughGraph(tenant, field, vector, scope, Math.max(atMost, CANDIDATES), atMost);
            return hits(tenant, shelf.search(tenant, asked));
        } catch (KnowledgeAway e) {
            Log.debugf("no search by meaning: %s", e.getMessage());
            return List.of();
        }
    }

    @Override
    public Optional<String> text(String tenant, String id) {
        return shelf.entry(tenant, id, OpenSearchShapes.TEXT)
                .filter(card -> isCurrent(tenant, id, card.path("_version").asLong(-1)))
                .map(card -> card.path("_source").path(OpenSearchShapes.TEXT).asText(""));
    }

    private boolean isCurrent(String tenant, String id, long revision) {
        OptionalLong counts = current.revision(tenant, id);
        return counts.isPresent() && counts.getAsLong() == revision;
    }

    /** Scored by their rank: BM25's own numbers would tell of words in other tenants' passages. */
    private List<Hit> hits(String tenant, JsonNode all) {
        List<Hit> hits = new ArrayList<>();
        for (JsonNode found : all) {
            JsonNode entry = found.path("_source");
            String document = entry.path(OpenSearchShapes.DOCUMENT).asText("");
            if (isCurrent(
                    tenant, document, entry.path(OpenSearchShapes.REVISION).asLong(-1))) {
                hits.add(new Hit(
                        document,
                        entry.path(OpenSearchShapes.ORDINAL).asInt(),
                        entry.path(OpenSearchShapes.TITLE).asText(""),
                        entry.path(OpenSearchShapes.URL).asText(null),
                        entry.path(OpenSearchShapes.TEXT).asText(""),
                        1.0 / (hits.size() + 1)));
            }
        }
        return hits;
    }

    /** Whether it answers. */
    boolean isUp(Duration within) {
        return shelf.isUp(within);
    }

    @Override
    public void close() {
        shelf.close();
    }
}
