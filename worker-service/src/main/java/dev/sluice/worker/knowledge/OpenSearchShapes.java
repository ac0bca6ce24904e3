package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.worker.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** What is said to OpenSearch: the index's mapping, and searches that never leave a tenant. Pure. */
final class OpenSearchShapes {

    static final String TENANT = "tenant";
    static final String DOCUMENT = "document";
    static final String REVISION = "revision";
    static final String ORDINAL = "ordinal";
    static final String TITLE = "title";
    static final String URL = "url";
    static final String TEXT = "text";
    static final String LABELS = "labels";
    static final String MODEL = "model";
    static final String PASSAGES = "passages";

    /** The stems of the text, the headings and the title, as {@link PassageAnalyzer} makes them. */
    static final String TEXT_STEMS = "text_stems";

    static final String HEADING_STEMS = "heading_stems";
    static final String TITLE_STEMS = "title_stems";

    private static final List<String> SHOWN = List.of(DOCUMENT, REVISION, ORDINAL, TITLE, URL, TEXT);

    /** Connections of the graph's nodes and candidates while it is built, as in the local index. */
    private static final int GRAPH_CONNECTIONS = 16;

    private static final int GRAPH_BEAM = 100;

    /** A late write of an old revision is refused for as long as OpenSearch remembers the deletion. */
    private static final String REMEMBERED = "1h";

    /** What OpenSearch gives at most; the longest document has about as many passages. */
    private static final int MOST_LEFT = 10_000;

    private final ObjectMapper json;

    OpenSearchShapes(ObjectMapper json) {
        this.json = json;
    }

    /** The index as it is made. */
    ObjectNode index(int shards, int replicas) {
        ObjectNode index = json.createObjectNode();
        index.putObject("settings")
                .put("index.knn", true)
                .put("index.number_of_shards", shards)
                .put("index.number_of_replicas", replicas)
                .put("index.refresh_interval", "1s")
                .put("index.gc_deletes", REMEMBERED);
        ObjectNode mappings = index.putObject("mappings");
        mappings.put("dynamic", "strict");
        mappings.putObject("_routing").put("required", true);
        ObjectNode fields = mappings.putObject("properties");
        for (String keyword : List.of(TENANT, DOCUMENT, LABELS)) {
            fields.putObject(keyword).put("type", "keyword");
        }
        fields.putObject(REVISION).put("type", "long");
        fields.putObject(ORDINAL).put("type", "integer");
        for (String stems : List.of(TEXT_STEMS, HEADING_STEMS, TITLE_STEMS)) {
            fields.putObject(stems).put("type", "text").put("analyzer", "whitespace");
        }
        for (String stored : List.of(TITLE, URL, TEXT, MODEL)) {
            fields.putObject(stored).put("type", "keyword").put("index", false).put("doc_values", false);
        }
        fields.putObject(PASSAGES).put("type", "integer").put("index", false);
        return index;
    }

    /** The field for a model's vectors. Models are never mixed, and their vectors have different lengths. */
    static String vectorField(String model, int dimensions) {
        byte[] hash = Digests.sha256(model.getBytes(StandardCharsets.UTF_8));
        return "vector_" + HexFormat.of().formatHex(hash, 0, 8) + "_" + dimensions;
    }

    /** What makes that field known to the index. */
    ObjectNode vectorMapping(String field, int dimensions) {
        ObjectNode mapping = json.createObjectNode();
        ObjectNode vector = mapping.putObject("properties").putObject(field);
        vector.put("type", "knn_vector").put("dimension", dimensions);
        ObjectNode method = vector.putObject("method");
        method.put("name", "hnsw").put("engine", "lucene").put("space_type", "innerproduct");
        method.putObject("parameters").put("m", GRAPH_CONNECTIONS).put("ef_construction", GRAPH_BEAM);
        return mapping;
    }

    /** A search by stems: the heading and the title count less than the text, as in the local index. */
    ObjectNode byWords(String tenant, String stems, Scope scope, int atMost) {
        ObjectNode search = search(atMost);
        ObjectNode bool = search.putObject("query").putObject("bool");
        ArrayNode should = bool.putArray("should");
        match(should, TEXT_STEMS, stems, 1);
        match(should, HEADING_STEMS, stems, 0.6);
        match(should, TITLE_STEMS, stems, 0.4);
        bool.put("minimum_should_match", 1);
        filters(bool.putArray("filter"), tenant, scope);
        return search;
    }

    /** All vectors of a tenant compared. */
    ObjectNode exactly(String tenant, String field, Vector vector, Scope scope, int atMost) {
        ObjectNode search = search(atMost);
        ObjectNode score = search.putObject("query").putObject("script_score");
        ArrayNode filter = score.putObject("query").putObject("bool").putArray("filter");
        filters(filter, tenant, scope);
        filter.addObject().putObject("exists").put("field", field);
        ObjectNode script = score.putObject("script");
        script.put("lang", "knn").put("source", "knn_score");
        ObjectNode params = script.putObject("params");
        params.put("field", field).put("space_type", "innerproduct");
        numbers(params.putArray("query_value"), vector);
        return search;
    }

    /** The nearest through the graph, which is walked for the tenant's passages only. */
    ObjectNode throughGraph(String tenant, String field, Vector vector, Scope scope, int candidates, int atMost) {
        ObjectNode search = search(atMost);
        ObjectNode knn = search.putObject("query").putObject("knn").putObject(field);
        numbers(knn.putArray("vector"), vector);
        knn.put("k", candidates);
        filters(knn.putObject("filter").putObject("bool").putArray("filter"), tenant, scope);
        return search;
    }

    /** How many passages a tenant has. */
    ObjectNode count(String tenant) {
        ObjectNode count = json.createObjectNode();
        filters(count.putObject("query").putObject("bool").putArray("filter"), tenant, Scope.ALL);
        return count;
    }

    /** The ids of all that an index has of a document. */
    ObjectNode allOf(String tenant, String document) {
        ObjectNode all = json.createObjectNode();
        all.put("size", MOST_LEFT).put("_source", false);
        ArrayNode filter = all.putObject("query").putObject("bool").putArray("filter");
        filter.addObject().putObject("term").put(TENANT, tenant);
        filter.addObject().putObject("term").put(DOCUMENT, document);
        return all;
    }

    static void numbers(ArrayNode into, Vector vector) {
        for (float number : vector.numbers()) {
            into.add(number);
        }
    }

    private ObjectNode search(int atMost) {
        ObjectNode search = json.createObjectNode();
        search.put("size", atMost).put("track_total_hits", false);
        ArrayNode shown = search.putArray("_source");
        SHOWN.forEach(shown::add);
        return search;
    }

    private static void match(ArrayNode into, String field, String stems, double boost) {
        into.addObject().putObject("match").putObject(field).put("query", stems).put("boost", boost);
    }

    /** Passages of the tenant in the scope; the card of a document is none. */
    private static void filters(ArrayNode into, String tenant, Scope scope) {
        into.addObject().putObject("term").put(TENANT, tenant);
        into.addObject().putObject("exists").put("field", ORDINAL);
        in(into, LABELS, scope.labels());
        in(into, DOCUMENT, scope.documents());
    }

    private static void in(ArrayNode into, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            ArrayNode terms = into.addObject().putObject("terms").putArray(field);
            values.forEach(terms::add);
        }
    }
}
