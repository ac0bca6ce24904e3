package dev.sluice.worker.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.worker.language.Sentences;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Figures put in words. Every number in them stands in the answer that was described; nothing is computed but units. Pure. */
public final class Described {

    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");
    private static final int ROWS = 10;

    private Described() {}

    /** The figures of a report as lines {@code name: value}, money in US dollars, rows of lists numbered. */
    public static List<String> lines(JsonNode report) {
        List<String> lines = new ArrayList<>();
        walk(report, "", lines);
        return lines;
    }

    private static void walk(JsonNode node, String path, List<String> lines) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), lines);
            }
        } else if (node.isArray()) {
            int row = 0;
            for (JsonNode one : node) {
                if (++row > ROWS) {
                    break;
                }
                if (one.isObject()) {
                    lines.add(path + " " + row + ": "
                            + one.properties().stream()
                                    .filter(field -> field.getValue().isValueNode()
                                            && !field.getValue().isNull())
                                    .map(field -> worded(field.getKey(), field.getValue()))
                                    .collect(Collectors.joining(", ")));
                } else {
                    walk(one, path + " " + row, lines);
                }
            }
        } else if (!node.isNull() && !node.isMissingNode()) {
            int dot = path.lastIndexOf('.');
            lines.add((dot < 0 ? "" : path.substring(0, dot + 1)) + worded(path.substring(dot + 1), node));
        }
    }

    /** {@code costNano: 2500000000} becomes {@code cost: 2.5 US dollars}, camel case words. */
    private static String worded(String name, JsonNode value) {
        boolean nano = name.endsWith("Nano") && value.isIntegralNumber();
        String words = (nano ? name.substring(0, name.length() - 4) : name)
                .replaceAll("(?<=[a-z0-9])(?=\\p{Lu})", " ")
                .toLowerCase(Locale.ROOT);
        if (nano) {
            BigDecimal dollars = BigDecimal.valueOf(value.longValue(), 9).stripTrailingZeros();
            return words + ": " + dollars.toPlainString() + " US dollars";
        }
        return words + ": " + value.asText();
    }

    /** A model's description without the sentences that hold a number which is not among the lines; empty if none is left. */
    public static Optional<String> held(String description, List<String> lines) {
        Set<BigDecimal> known = new HashSet<>();
        lines.forEach(line -> known.addAll(numbers(line)));
        String held = Sentences.of(description).stream()
                .map(Sentences.Sentence::text)
                .filter(sentence -> known.containsAll(numbers(sentence)))
                .collect(Collectors.joining(" "));
        return held.isBlank() ? Optional.empty() : Optional.of(held);
    }

    private static Set<BigDecimal> numbers(String text) {
        Set<BigDecimal> found = new HashSet<>();
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            found.add(new BigDecimal(numbers.group().replace(",", "")).stripTrailingZeros());
        }
        return found;
    }
}
