package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a control file: YAML or JSON, records by kind and id, {@code ${NAME}} and {@code ${NAME:otherwise}} in texts
 * filled in from the environment. All of it makes sense, or none of it is taken.
 */
final class ControlFile {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@*/-]{0,199}");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$)?\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");
    private static final int DEEPEST = 20;

    private final Map<String, FilePart> parts;
    private final ObjectMapper json;
    private final UnaryOperator<@Nullable String> environment;

    /** A file that is not taken; the message says where and why. */
    static final class Bad extends Exception {

        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }

    ControlFile(List<FilePart> parts, ObjectMapper json, UnaryOperator<@Nullable String> environment) {
        this.parts = parts.stream().collect(Collectors.toMap(FilePart::path, part -> part));
        this.json = json;
        this.environment = environment;
    }

    Records read(byte[] bytes) throws Bad {
        Object root = parse(bytes);
        if (root == null) {
            return Records.NONE;
        }
        Map<String, Map<String, byte[]>> byKind = new HashMap<>();
        for (Map.Entry<String, Object> kind : map("the file", root).entrySet()) {
            FilePart part = parts.get(kind.getKey());
            if (part == null) {
                throw new Bad("'%s' is no kind of record. There are %s."
                        .formatted(
                                kind.getKey(),
                                String.join(
                                        ", ", parts.keySet().stream().sorted().toList())));
            }
            Map<String, byte[]> records = new HashMap<>();
            Object of = kind.getValue() == null ? Map.of() : kind.getValue();
            for (Map.Entry<String, Object> one : map(kind.getKey(), of).entrySet()) {
                records.put(one.getKey(), record(part, one.getKey(), one.getValue()));
            }
            byKind.put(part.kind(), records);
        }
        return new Records(byKind);
    }

    private byte[] record(FilePart part, String id, @Nullable Object value) throws Bad {
        String where = part.path() + "." + id;
        if (!ID.matcher(id).matches()) {
            throw new Bad("%s: an id is 1 to 200 letters, digits and . _ - : @ * /.".formatted(where));
        }
        ObjectNode object = json.createObjectNode();
        for (Map.Entry<String, Object> field :
                map(where, value == null ? Map.of() : value).entrySet()) {
            object.set(field.getKey(), node(where + "." + field.getKey(), field.getValue(), 0));
        }
        try {
            return part.written(id, json.writeValueAsBytes(object));
        } catch (Refusal e) {
            throw new Bad(where + ": " + e.detail());
        } catch (IOException e) {
            throw new Bad(where + ": cannot be written as JSON.");
        }
    }

    private static @Nullable Object parse(byte[] bytes) throws Bad {
        try {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setMaxAliasesForCollections(50);
            options.setCodePointLimit(FileWatch.LARGEST);
            var dumper = new DumperOptions();
            return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new TextualTimes())
                    .load(new String(bytes, StandardCharsets.UTF_8));
        } catch (YAMLException e) {
            // Not its message: that quotes the file, which holds what nobody should read in a log.
            throw new Bad("it is neither YAML nor JSON" + place(e) + ".");
        }
    }

    /** Times stay as they are written. */
    private static final class TextualTimes extends Resolver {

        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, @Nullable String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    private static String place(YAMLException e) {
        return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? " (line " + (marked.getProblemMark().getLine() + 1) + ")"
                : "";
    }

    private static Map<String, Object> map(String where, Object value) throws Bad {
        if (!(value instanceof Map<?, ?> map)) {
            throw new Bad("%s must be a map.".formatted(where));
        }
        Map<String, Object> named = new TreeMap<>();
        map.forEach((key, one) -> named.put(String.valueOf(key), one));
        return named;
    }

    private JsonNode node(String where, @Nullable Object value, int depth) throws Bad {
        if (depth > DEEPEST) {
            throw new Bad(where + " is nested too deeply.");
        }
        return switch (value) {
            case null -> json.nullNode();
            case Map<?, ?> map -> object(where, map, depth);
            case List<?> list -> {
                ArrayNode array = json.createArrayNode();
                for (Object one : list) {
                    array.add(node(where + "[]", one, depth + 1));
                }
                yield array;
            }
            case String text -> json.getNodeFactory().textNode(expand(where, text));
            default -> json.valueToTree(value);
        };
    }

    private ObjectNode object(String where, Map<?, ?> map, int depth) throws Bad {
        ObjectNode object = json.createObjectNode();
        for (Map.Entry<String, Object> one : map(where, map).entrySet()) {
            object.set(one.getKey(), node(where + "." + one.getKey(), one.getValue(), depth + 1));
        }
        return object;
    }

    private String expand(String where, String text) throws Bad {
        var matcher = VARIABLE.matcher(text);
        var out = new StringBuilder();
        int last = 0;
        while (matcher.find()) {
            out.append(text, last, matcher.start());
            last = matcher.end();
            String name = matcher.group(2);
            String found = matcher.group(1) != null ? matcher.group().substring(1) : environment.apply(name);
            if (found == null) {
                found = matcher.group(3);
            }
            if (found == null) {
                throw new Bad(
                        "%s wants the environment variable %s, which is not set. Set it, or write ${%s:otherwise}."
                                .formatted(where, name, name));
            }
            out.append(found);
        }
        return out.append(text, last, text.length()).toString();
    }
}
