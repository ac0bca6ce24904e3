package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** One index of an OpenSearch: made when it is written to first, written in bulks, read and searched. */
final class OpenSearchShelf implements AutoCloseable {

    private final OpenSearchConfig config;
    private final OpenSearchWire wire;
    private final OpenSearchShapes shapes;
    private final ObjectMapper json;
    private final AtomicBoolean made = new AtomicBoolean();
    private final Set<String> vectorFields = ConcurrentHashMap.newKeySet();

    /** Asks nothing yet. */
    OpenSearchShelf(OpenSearchConfig config, OpenSearchShapes shapes, ObjectMapper json) {
        this.config = config;
        this.wire = new OpenSearchWire(config, json);
        this.shapes = shapes;
        this.json = json;
    }

    /** What an index knows of a whole document; written last, so its passages are there. */
    record Card(long revision, int passages, String model) {
        /** Whether nothing is gained by writing this revision with vectors of a model, or without any. */
        boolean covers(long other, String otherModel) {
            return revision > other || (revision == other && (otherModel.isEmpty() || otherModel.equals(model)));
        }
    }

    /** The card of a document, if there is one. */
    Optional<Card> card(String tenant, String id) {
        return entry(tenant, id, OpenSearchShapes.PASSAGES + "," + OpenSearchShapes.MODEL)
                .map(card -> new Card(
                        card.path("_version").asLong(-1),
                        card.path("_source").path(OpenSearchShapes.PASSAGES).asInt(0),
                        card.path("_source").path(OpenSearchShapes.MODEL).asText("")));
    }

    /** Read as it is now, refreshed or not. */
    Optional<JsonNode> entry(String tenant, String id, String fields) {
        String path = path(tenant, "_doc/" + OpenSearchWrites.cardId(tenant, id), "&_source=" + fields);
        OpenSearchWire.Answer answer = wire.call("GET", path, new byte[0], config.searchWithin());
        if (!answer.isOk() && answer.status() != 404) {
            throw new KnowledgeAway("OpenSearch refused to read: " + answer.status() + " " + answer.error());
        }
        if (isMissing(answer)) {
            // Made anew before the next write: else OpenSearch would make one as it thinks best.
            made.set(false);
            vectorFields.clear();
        }
        return answer.body().path("found").asBoolean(false) ? Optional.of(answer.body()) : Optional.empty();
    }

    /** How many passages a tenant has, counted no further than it matters. */
    long count(String tenant, long atMost) {
        String path = path(tenant, "_count", "&terminate_after=" + atMost);
        return wire.call("POST", path, bytes(shapes.count(tenant)), config.searchWithin())
                .body()
                .path("count")
                .asLong(0);
    }

    /** What a search found; nothing before the index was made. */
    JsonNode search(String tenant, ObjectNode asked) {
        return found(wire.call("POST", path(tenant, "_search", ""), bytes(asked), config.searchWithin()));
    }

    private static boolean isMissing(OpenSearchWire.Answer answer) {
        return answer.error().equals("index_not_found_exception");
    }

    private static JsonNode found(OpenSearchWire.Answer answer) {
        if (!answer.isOk() && !isMissing(answer)) {
            throw new KnowledgeAway("OpenSearch refused a search: " + answer.status() + " " + answer.error());
        }
        return answer.body().path("hits").path("hits");
    }

    /** In parts that are not too large, in order; a conflict says that a later revision is there already. */
    void bulk(List<String> entries) {
        var part = new StringBuilder();
        for (String entry : entries) {
            if (!part.isEmpty()
                    && part.length() + entry.length() > config.bulk().asLongValue()) {
                send(part);
                part.setLength(0);
            }
            part.append(entry);
        }
        send(part);
    }

    private void send(StringBuilder lines) {
        OpenSearchWire.Answer answer = wire.call(
                "POST",
                "/" + config.index() + "/_bulk",
                lines.toString().getBytes(StandardCharsets.UTF_8),
                config.writeWithin());
        if (!answer.isOk()) {
            throw refused(answer.status(), answer.error());
        }
        for (JsonNode item : answer.body().path("items")) {
            JsonNode done = item.elements().next();
            int status = done.path("status").asInt();
            if (status / 100 != 2 && status != 404 && status != 409) {
                throw refused(status, done.path("error").path("type").asText(""));
            }
        }
    }

    /** What it will never take is not tried again. */
    private static RuntimeException refused(int status, String error) {
        String why = "OpenSearch refused a write: " + status + " " + error;
        return status == 400 || status == 413 ? new IllegalStateException(why) : new KnowledgeAway(why);
    }

    /** Makes the index unless it is there. */
    void make() {
        if (!made.get()) {
            OpenSearchWire.Answer answer = wire.call(
                    "PUT",
                    "/" + config.index(),
                    bytes(shapes.index(config.shards(), config.replicas())),
                    config.writeWithin());
            if (!answer.isOk() && !answer.error().equals("resource_already_exists_exception")) {
                throw new KnowledgeAway(
                        "OpenSearch refused to make the index: " + answer.status() + " " + answer.error());
            }
            made.set(true);
        }
    }

    /** Makes the field for a model's vectors unless it is there. */
    void know(String model, int dimensions) {
        String field = OpenSearchShapes.vectorField(model, dimensions);
        if (!vectorFields.contains(field)) {
            write("PUT", "/" + config.index() + "/_mapping", shapes.vectorMapping(field, dimensions));
            vectorFields.add(field);
        }
    }

    private void write(String method, String path, ObjectNode body) {
        OpenSearchWire.Answer answer = wire.call(method, path, bytes(body), config.writeWithin());
        if (!answer.isOk()) {
            throw new KnowledgeAway("OpenSearch refused %s: %d %s".formatted(method, answer.status(), answer.error()));
        }
    }

    private String path(String tenant, String what, String more) {
        return "/" + config.index() + "/" + what + "?routing=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8)
                + more;
    }

    private byte[] bytes(ObjectNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a search cannot be written as JSON", e);
        }
    }

    /** Makes what was written visible to searches. */
    void refresh() {
        write("POST", "/" + config.index() + "/_refresh", json.createObjectNode());
    }

    /** Whether it answers. */
    boolean isUp(Duration within) {
        try {
            return wire.call("GET", "/", new byte[0], within).isOk();
        } catch (KnowledgeAway e) {
            return false;
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
