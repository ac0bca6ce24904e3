package dev.sluice.bench.optimizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be the same before and after, found in ways of its own, so that a mistake of the service is not repeated
 * here: code, quotations, placeholders, URLs and numbers in their order; the negations that occur. Of JSON its values count,
 * however it is laid out, as a table too.
 */
final class Structure {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Pattern> IN_ORDER = List.of(
            Pattern.compile("(?s)```.*?```"),
            Pattern.compile("`[^`\\n]+`"),
            Pattern.compile("\"[^\"\\n]+\""),
            Pattern.compile("\\$?\\{[^{}\\n]+\\}"),
            Pattern.compile("\\[[^\\[\\]\\n]+\\]"),
            Pattern.compile("https?://\\S+"));
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
    private static final Pattern NEGATION =
            Pattern.compile("(?i)\\b(?:not|never|no|none|nor|without|only|unless|except|cannot)\\b|n['’]t\\b");

    private Structure() {}

    static boolean isKept(String given, String shortened) {
        String before = plain(given);
        String after = plain(shortened);
        for (Pattern pattern : IN_ORDER) {
            if (!found(pattern, before).equals(found(pattern, after))) {
                return false;
            }
        }
        return found(NUMBER, before).equals(found(NUMBER, after))
                && words(before).equals(words(after));
    }

    /** The negations that occur; one that stands in a sentence that is said twice may be said once. */
    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        found(NEGATION, text).forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
        return words;
    }

    /** The text with each JSON object or list in it written in one way. */
    private static String plain(String text) {
        var out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = "{[".indexOf(text.charAt(at)) >= 0 ? json(text, at, out) : at;
            if (end == at) {
                out.append(text.charAt(at));
                end++;
            }
            at = end;
        }
        return out.toString();
    }

    private static int json(String text, int from, StringBuilder out) {
        try (JsonParser parser = JSON.createParser(text.substring(from))) {
            JsonNode value = parser.readValueAsTree();
            if (value == null || value.isEmpty()) {
                return from;
            }
            out.append(rows(value));
            return from + (int) parser.currentLocation().getCharOffset();
        } catch (IOException none) {
            return from;
        }
    }

    private static JsonNode rows(JsonNode value) {
        if (value.isObject() && value.size() == 2 && value.has("columns") && value.has("rows")) {
            ArrayNode items = JSON.createArrayNode();
            for (JsonNode row : value.get("rows")) {
                ObjectNode item = items.addObject();
                for (int at = 0; at < row.size(); at++) {
                    item.set(value.get("columns").path(at).asText(), rows(row.get(at)));
                }
            }
            return items;
        }
        if (value.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            value.properties().forEach(field -> object.set(field.getKey(), rows(field.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode items = JSON.createArrayNode();
            value.forEach(item -> items.add(rows(item)));
            return items;
        }
        return value;
    }

    private static List<String> found(Pattern pattern, String text) {
        var all = new ArrayList<String>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group());
        }
        return all;
    }
}
