package dev.sluice.optimizer.compress;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.optimizer.protect.Json;
import dev.sluice.optimizer.text.Tokens;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Packs an answer that is JSON as a whole: layout goes, and keys that occur often get short names, told in a dictionary, if
 * that pays with the dictionary counted in. Unpacking gives the same JSON.
 */
final class Keys {

    private static final int OFTEN = 3;
    private static final int DEEPEST = 200;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Tokens tokens;

    Keys(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Packed JSON.
     *
     * @param text the JSON
     * @param dictionary from short names to real keys; empty when none was shortened
     */
    record Packed(String text, Map<String, String> dictionary) {

        Packed {
            dictionary = Map.copyOf(dictionary);
        }
    }

    /** The packed form; nothing when the text is no JSON, or holds what would come back differently, such as 1.0e5. */
    Optional<Packed> pack(String text, boolean shortNames) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || "{[".indexOf(trimmed.charAt(0)) < 0 || isDeep(trimmed)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(trimmed);
            String flat = JSON.writeValueAsString(tree);
            if (!flat.equals(Json.flat(trimmed))) {
                return Optional.empty();
            }
            Map<String, String> names = shortNames ? names(tree) : Map.of();
            if (names.isEmpty()) {
                return Optional.of(new Packed(flat, Map.of()));
            }
            String renamed = JSON.writeValueAsString(renamed(tree, key -> names.getOrDefault(key, key)));
            Map<String, String> dictionary = new HashMap<>();
            names.forEach((key, name) -> dictionary.put(name, key));
            boolean pays =
                    tokens.count(renamed) + tokens.count(JSON.writeValueAsString(dictionary)) < tokens.count(flat);
            boolean comesBack = unpack(renamed, dictionary).equals(flat);
            return Optional.of(pays && comesBack ? new Packed(renamed, dictionary) : new Packed(flat, Map.of()));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /** The JSON that was packed, without layout. */
    static String unpack(String text, Map<String, String> dictionary) throws JacksonException {
        JsonNode tree = renamed(JSON.readTree(text), key -> dictionary.getOrDefault(key, key));
        return JSON.writeValueAsString(tree);
    }

    private Map<String, String> names(JsonNode tree) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        count(tree, counts);
        Map<String, String> names = new LinkedHashMap<>();
        int next = 0;
        for (Map.Entry<String, Integer> key : counts.entrySet()) {
            if (key.getValue() >= OFTEN && tokens.count(key.getKey()) > 1) {
                while (counts.containsKey(name(next))) {
                    next++;
                }
                names.put(key.getKey(), name(next++));
            }
        }
        return names;
    }

    private static String name(int number) {
        return number < 26 ? String.valueOf((char) ('a' + number)) : "k" + number;
    }

    private static void count(JsonNode node, Map<String, Integer> counts) {
        node.properties().forEach(field -> counts.merge(field.getKey(), 1, Integer::sum));
        node.forEach(child -> count(child, counts));
    }

    private static JsonNode renamed(JsonNode node, UnaryOperator<String> name) {
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(field -> object.set(name.apply(field.getKey()), renamed(field.getValue(), name)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(child -> array.add(renamed(child, name)));
            return array;
        }
        return node;
    }

    private static boolean isDeep(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }
}
