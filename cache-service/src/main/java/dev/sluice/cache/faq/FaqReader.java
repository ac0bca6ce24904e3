package dev.sluice.cache.faq;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.kit.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads an FAQ from a JSON array, from JSON lines or from CSV. A 400 {@link Refusal} names the item or line at fault. */
final class FaqReader {

    private static final Set<String> FIELDS =
            Set.of("id", "question", "questions", "answer", "model", "category", "ttlSeconds");

    private final ObjectReader json;

    FaqReader(ObjectMapper mapper) {
        this.json = mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    List<Given> array(String body) {
        JsonNode all = parse(body, "body");
        if (!all.isArray()) {
            throw Refusal.badRequest(
                    "not_an_array",
                    "The body must be a JSON array of answers: [{\"questions\": [\"...\"], \"answer\": \"...\"}]. One JSON"
                            + " object a line is taken too, as application/x-ndjson.");
        }
        List<Given> given = new ArrayList<>();
        for (JsonNode one : all) {
            given.add(given("item " + (given.size() + 1), one));
        }
        return given;
    }

    List<Given> lines(String body) {
        List<Given> given = new ArrayList<>();
        String[] lines = body.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                String place = "line " + (i + 1);
                given.add(given(place, parse(lines[i], place)));
            }
        }
        return given;
    }

    /** With a head row that names the columns; several questions in one field are parted by {@code |}. */
    List<Given> csv(String body) {
        List<Csv.Row> rows = Csv.rows(body);
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> head = rows.getFirst().fields().stream().map(String::strip).toList();
        for (String column : head) {
            if (!FIELDS.contains(column)) {
                throw Refusal.badRequest(
                        "unknown_column",
                        "The CSV has the unknown column '%s'. Known columns: %s."
                                .formatted(column, String.join(", ", new TreeSet<>(FIELDS))));
            }
        }
        if (!head.contains("answer") || !(head.contains("question") || head.contains("questions"))) {
            throw Refusal.badRequest(
                    "missing_column",
                    "The CSV's first line must name its columns, among them 'answer' and 'question'; it has: %s."
                            .formatted(String.join(", ", head)));
        }
        return rows.subList(1, rows.size()).stream()
                .map(row -> given(head, row))
                .toList();
    }

    private static Given given(List<String> head, Csv.Row row) {
        String place = "line " + row.line();
        if (row.fields().size() != head.size()) {
            throw Refusal.badRequest(
                    "wrong_columns",
                    "The FAQ's %s has %d columns, the first line has %d. Quote fields that hold commas. Nothing was imported."
                            .formatted(place, row.fields().size(), head.size()));
        }
        List<String> questions = new ArrayList<>();
        for (String name : List.of("question", "questions")) {
            String field = field(head, row, name);
            if (field != null) {
                questions.addAll(List.of(field.split("\\|")));
            }
        }
        return new Given(
                place,
                field(head, row, "id"),
                questions,
                field(head, row, "answer"),
                field(head, row, "model"),
                field(head, row, "category"),
                seconds(place, field(head, row, "ttlSeconds")));
    }

    private static @Nullable String field(List<String> head, Csv.Row row, String name) {
        int at = head.indexOf(name);
        return at < 0 || row.fields().get(at).isBlank()
                ? null
                : row.fields().get(at).strip();
    }

    private static @Nullable Long seconds(String place, @Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw wrongType(place, "ttlSeconds", "a whole number of seconds");
        }
    }

    private JsonNode parse(String text, String place) {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null ? "" : ", at column " + at.getColumnNr();
            throw Refusal.badRequest(
                    "invalid_json",
                    place.equals("body")
                            ? "The body is not valid JSON%s."
                                    .formatted(
                                            at == null
                                                    ? ""
                                                    : ", at line %d, column %d"
                                                            .formatted(at.getLineNr(), at.getColumnNr()))
                            : "The FAQ's %s is not valid JSON%s. Nothing was imported.".formatted(place, where));
        }
    }

    private static Given given(String place, JsonNode one) {
        if (!one.isObject()) {
            throw Refusal.badRequest(
                    "invalid_item", "The FAQ's %s is no JSON object. Nothing was imported.".formatted(place));
        }
        one.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw Refusal.badRequest(
                        "unknown_field",
                        "The FAQ's %s has the unknown field '%s'. Known fields: %s."
                                .formatted(
                                        place,
                                        name.length() > 60 ? name.substring(0, 60) + "…" : name,
                                        String.join(", ", new TreeSet<>(FIELDS))));
            }
        });
        List<String> questions = new ArrayList<>();
        String single = text(place, one, "question");
        if (single != null) {
            questions.add(single);
        }
        JsonNode several = one.path("questions");
        if (!several.isMissingNode() && !several.isNull() && !several.isArray()) {
            throw wrongType(place, "questions", "a list of texts");
        }
        for (JsonNode question : several) {
            if (!question.isTextual()) {
                throw wrongType(place, "questions", "a list of texts");
            }
            questions.add(question.asText());
        }
        JsonNode ttl = one.path("ttlSeconds");
        if (!ttl.isMissingNode() && !ttl.isNull() && !ttl.canConvertToExactIntegral()) {
            throw wrongType(place, "ttlSeconds", "a whole number of seconds");
        }
        return new Given(
                place,
                text(place, one, "id"),
                questions,
                text(place, one, "answer"),
                text(place, one, "model"),
                text(place, one, "category"),
                ttl.isNumber() ? Long.valueOf(ttl.asLong()) : null);
    }

    private static @Nullable String text(String place, JsonNode one, String name) {
        JsonNode value = one.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(place, name, "a text");
        }
        return value.asText();
    }

    private static Refusal wrongType(String place, String field, String wanted) {
        return Refusal.badRequest(
                "invalid_type",
                "The FAQ's %s has a '%s' that is not %s. Nothing was imported.".formatted(place, field, wanted));
    }
}
