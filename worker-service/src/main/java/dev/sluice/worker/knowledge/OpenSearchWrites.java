package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.worker.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a bulk write, each entry with its version: an older one never replaces a newer one. Pure. */
final class OpenSearchWrites {

    private final ObjectMapper json;
    private final QueryStems stems = new QueryStems();

    OpenSearchWrites(ObjectMapper json) {
        this.json = json;
    }

    /** The id of what is known of a document as a whole; ids of passages begin with it. */
    static String cardId(String tenant, String document) {
        return HexFormat.of().formatHex(Digests.sha256((tenant + "/" + document).getBytes(StandardCharsets.UTF_8)));
    }

    /** A document's passages; a passage without a vector has none. */
    List<String> entries(
            Document document, long revision, List<Chunks.Chunk> chunks, List<@Nullable Vector> vectors, String model) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            Chunks.Chunk chunk = chunks.get(i);
            ObjectNode entry = common(document, revision);
            entry.put(OpenSearchShapes.ORDINAL, i)
                    .put(OpenSearchShapes.TITLE, chunk.shown(document.title()))
                    .put(OpenSearchShapes.TEXT, chunk.text())
                    .put(OpenSearchShapes.TEXT_STEMS, stems.all(chunk.text()))
                    .put(OpenSearchShapes.HEADING_STEMS, stems.all(chunk.heading()))
                    .put(OpenSearchShapes.TITLE_STEMS, stems.all(document.title()));
            String url = document.url();
            if (url != null) {
                entry.put(OpenSearchShapes.URL, url);
            }
            Vector vector = vectors.get(i);
            if (vector != null) {
                OpenSearchShapes.numbers(
                        entry.putArray(OpenSearchShapes.vectorField(model, vector.dimensions())), vector);
            }
            entries.add(index(cardId(document.tenant(), document.id()) + "-" + i, document.tenant(), revision, entry));
        }
        return entries;
    }

    /** The card, with the whole text. */
    String card(Document document, long revision, int passages, String model) {
        ObjectNode card = common(document, revision);
        card.put(OpenSearchShapes.TEXT, document.text())
                .put(OpenSearchShapes.PASSAGES, passages)
                .put(OpenSearchShapes.MODEL, model);
        return index(cardId(document.tenant(), document.id()), document.tenant(), revision, card);
    }

    /** Removals of the passages from one number to below another. */
    List<String> removals(String tenant, String document, long revision, int from, int to) {
        List<String> removals = new ArrayList<>();
        for (int i = from; i < to; i++) {
            removals.add(removal(cardId(tenant, document) + "-" + i, tenant, revision));
        }
        return removals;
    }

    /** The removal of one entry. */
    String removal(String id, String tenant, long revision) {
        return action("delete", id, tenant, revision) + "\n";
    }

    private ObjectNode common(Document document, long revision) {
        ObjectNode entry = json.createObjectNode();
        entry.put(OpenSearchShapes.TENANT, document.tenant())
                .put(OpenSearchShapes.DOCUMENT, document.id())
                .put(OpenSearchShapes.REVISION, revision);
        ArrayNode labels = entry.putArray(OpenSearchShapes.LABELS);
        document.labels().forEach(labels::add);
        return entry;
    }

    private String index(String id, String tenant, long revision, ObjectNode entry) {
        return action("index", id, tenant, revision) + "\n" + line(entry) + "\n";
    }

    private String action(String name, String id, String tenant, long revision) {
        ObjectNode action = json.createObjectNode();
        action.putObject(name)
                .put("_id", id)
                .put("routing", tenant)
                .put("version", revision)
                .put("version_type", "external_gte");
        return line(action);
    }

    private String line(ObjectNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an entry cannot be written as JSON", e);
        }
    }
}
