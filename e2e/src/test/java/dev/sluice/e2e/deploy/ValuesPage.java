package dev.sluice.e2e.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of the chart's values, from values.yaml: each value with its default and the comment above it. What has none
 * takes that of the same value of the gateway, or of the block it stands in.
 */
final class ValuesPage {

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9_.-]+):(.*)");

    /**
     * A value.
     *
     * @param path with dots
     * @param otherwise its default as it stands; empty for a block or a list of several lines
     * @param comment what it is
     */
    record Value(String path, String otherwise, String comment) {}

    private ValuesPage() {}

    static String of(String yaml) {
        var page = new StringBuilder("""
                # Values of the chart

                Made from `values.yaml` by ValuesPageTest; never edited. `values.schema.json` refuses any other name.

                | value | default | what it is |
                |---|---|---|
                """);
        for (Value value : values(yaml)) {
            page.append("| `")
                    .append(value.path())
                    .append("` | ")
                    .append(value.otherwise().isEmpty() ? "" : "`" + value.otherwise() + "`")
                    .append(" | ")
                    .append(value.comment().replace("|", "\\|").replace("<", "&lt;"))
                    .append(" |\n");
        }
        return page.toString();
    }

    /** The leaves, and the lists that take several lines. */
    static List<Value> values(String yaml) {
        List<Value> all = read(yaml.lines().toList());
        Map<String, String> comments = new LinkedHashMap<>();
        all.forEach(value -> comments.put(value.path(), value.comment()));
        List<Value> leaves = new ArrayList<>();
        for (Value value : all) {
            boolean isBlock = all.stream().anyMatch(other -> other.path().startsWith(value.path() + "."));
            if (!isBlock) {
                leaves.add(new Value(value.path(), value.otherwise(), told(value.path(), comments)));
            }
        }
        return leaves;
    }

    private static String told(String path, Map<String, String> comments) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        String twin = Repo.SERVICES.contains(first) && dot > 0 ? "gateway" + path.substring(dot) : path;
        for (String at = path, beside = twin; !at.isEmpty(); at = parent(at), beside = parent(beside)) {
            for (String candidate : List.of(at, beside)) {
                String comment = comments.getOrDefault(candidate, "");
                if (!comment.isEmpty()) {
                    return comment;
                }
            }
        }
        return "";
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    private static List<Value> read(List<String> lines) {
        List<Value> values = new ArrayList<>();
        List<String> path = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        int listAt = Integer.MAX_VALUE;
        for (String line : lines) {
            int indent = line.length() - line.stripLeading().length();
            String text = line.strip();
            if (text.startsWith("- ") && listAt == Integer.MAX_VALUE) {
                listAt = indent;
            }
            Matcher key = KEY.matcher(line);
            if (indent < listAt && !text.isEmpty() && !text.startsWith("- ")) {
                listAt = Integer.MAX_VALUE;
            }
            if (text.startsWith("#")) {
                comment.add(text.substring(1).strip());
            } else if (listAt == Integer.MAX_VALUE && key.matches()) {
                int depth = indent / 2;
                path.subList(Math.min(depth, path.size()), path.size()).clear();
                path.add(key.group(2));
                values.add(new Value(String.join(".", path), key.group(3).strip(), String.join(" ", comment)));
                comment.clear();
            } else {
                comment.clear();
            }
        }
        return values;
    }
}
