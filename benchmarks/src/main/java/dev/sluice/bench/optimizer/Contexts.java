package dev.sluice.bench.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.cache.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Long contexts with a question whose answer stands in them word for word. */
final class Contexts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Contexts() {}

    /**
     * A question over a context.
     *
     * @param question what is asked
     * @param answers any of them is right
     * @param context ten passages, one of which holds an answer
     */
    record Case(String question, List<String> answers, String context) {

        /** Whether a text holds an answer, whatever the case. */
        boolean answeredBy(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return answers.stream().anyMatch(answer -> lower.contains(answer.toLowerCase(Locale.ROOT)));
        }
    }

    /** SQuAD 2.0: paragraphs of one article of Wikipedia. */
    static List<Case> squad(Data data) {
        Map<String, JsonNode> articles = new HashMap<>();
        read(data, "compression/squad_articles.jsonl.gz")
                .forEach(row -> articles.put(row.get("article").asText(), row.get("paragraphs")));
        return cases(
                data,
                "compression/squad_questions.jsonl.gz",
                row -> Objects.requireNonNull(articles.get(row.get("article").asText())),
                JsonNode::asText);
    }

    /** Natural Questions: passages of different articles, each under its title. */
    static List<Case> natural(Data data) {
        Map<Integer, JsonNode> documents = new HashMap<>();
        read(data, "compression/nq_docs.jsonl.gz")
                .forEach(row -> documents.put(row.get("id").asInt(), row));
        int most = documents.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        var byId = JSON.createArrayNode();
        for (int id = 0; id <= most; id++) {
            byId.add(documents.get(id));
        }
        return cases(
                data,
                "compression/nq_questions.jsonl.gz",
                row -> byId,
                document -> document.get("title").asText() + "\n"
                        + document.get("text").asText());
    }

    private static List<Case> cases(
            Data data, String file, Function<JsonNode, JsonNode> passages, Function<JsonNode, String> text) {
        var cases = new ArrayList<Case>();
        for (JsonNode row : read(data, file)) {
            String context = items(row.get("ctx"))
                    .map(number -> text.apply(passages.apply(row).get(number.asInt())))
                    .collect(Collectors.joining("\n\n"));
            var one = new Case(
                    row.get("q").asText(),
                    items(row.get("answers")).map(JsonNode::asText).toList(),
                    context);
            if (one.answeredBy(context)) {
                cases.add(one);
            }
        }
        return cases;
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** The rows of a file of JSON lines. */
    static List<JsonNode> read(Data data, String file) {
        return data.lines(file).stream()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
