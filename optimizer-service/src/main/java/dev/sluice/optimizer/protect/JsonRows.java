package dev.sluice.optimizer.protect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of objects with the same keys as a table: {@code {"columns":["a","b"],"rows":[[1,2],[3,4]]}} says each key once.
 * Unpacking gives the same JSON.
 */
public final class JsonRows {

    private static final int FEWEST = 3;
    private static final String COLUMNS = "columns";
    private static final String ROWS = "rows";
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final ObjectMapper JSON = new ObjectMapper()
            .setNodeFactory(NODES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private JsonRows() {}

    /** The packed form of JSON without layout; absent when there is nothing to pack, or it would not come back the same. */
    public static @Nullable String pack(String flat) {
        try {
            JsonNode tree = JSON.readTree(flat);
            String packed = JSON.writeValueAsString(packed(tree));
            return packed.length() < flat.length() && unpack(packed).equals(flat) ? packed : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /**
     * The JSON that was packed, without layout.
     *
     * @throws JacksonException when the text is no JSON
     */
    public static String unpack(String packed) throws JacksonException {
        return JSON.writeValueAsString(unpacked(JSON.readTree(packed)));
    }

    private static JsonNode packed(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties().forEach(field -> object.set(field.getKey(), packed(field.getValue())));
            return object;
        }
        if (!node.isArray()) {
            return node;
        }
        List<String> keys = keys(node);
        ArrayNode rows = NODES.arrayNode(node.size());
        if (keys.isEmpty()) {
            node.forEach(item -> rows.add(packed(item)));
            return rows;
        }
        node.forEach(item -> {
            ArrayNode row = rows.addArray();
            item.forEach(value -> row.add(packed(value)));
        });
        ObjectNode table = NODES.objectNode();
        keys.forEach(table.putArray(COLUMNS)::add);
        table.set(ROWS, rows);
        return table;
    }

    /** The keys that all items have in the same order; none when they differ or are too few. */
    private static List<String> keys(JsonNode array) {
        if (array.size() < FEWEST || !array.get(0).isObject()) {
            return List.of();
        }
        List<String> keys = names(array.get(0));
        for (JsonNode item : array) {
            if (!item.isObject() || !names(item).equals(keys)) {
                return List.of();
            }
        }
        return keys;
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode unpacked(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode(node.size());
            node.forEach(item -> array.add(unpacked(item)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        if (names(node).equals(List.of(COLUMNS, ROWS)) && isTable(node)) {
            ArrayNode array = NODES.arrayNode();
            for (JsonNode row : node.get(ROWS)) {
                ObjectNode item = array.addObject();
                for (int at = 0; at < row.size(); at++) {
                    item.set(node.get(COLUMNS).get(at).asText(), unpacked(row.get(at)));
                }
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        node.properties().forEach(field -> object.set(field.getKey(), unpacked(field.getValue())));
        return object;
    }

    private static boolean isTable(JsonNode node) {
        JsonNode columns = node.get(COLUMNS);
        for (JsonNode row : node.get(ROWS)) {
            if (!row.isArray() || row.size() != columns.size()) {
                return false;
            }
        }
        return columns.isArray() && node.get(ROWS).isArray();
    }
}
