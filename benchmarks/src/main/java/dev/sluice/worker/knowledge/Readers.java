package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.cache.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Documents and questions with known answers.
 *
 * @param name of the set
 * @param documents to be searched
 * @param questions that they answer
 */
record Readers(String name, List<Document> documents, List<Question> questions) {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final String TENANT = "bench";

    /** A question, and texts of which a passage that answers it contains one. */
    record Question(String text, List<String> answers) {

        boolean isIn(String passage) {
            String low = passage.toLowerCase(java.util.Locale.ROOT);
            return answers.stream().anyMatch(answer -> low.contains(answer.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    /** SQuAD's articles, each a document. */
    static Readers squad(Data data) {
        List<Document> documents = new ArrayList<>();
        for (JsonNode row : rows(data, "compression/squad_articles.jsonl.gz")) {
            String title = row.get("article").asText().replace('_', ' ');
            documents.add(document("d" + documents.size(), title, String.join("\n\n", texts(row.get("paragraphs")))));
        }
        return new Readers("squad", documents, questions(data, "compression/squad_questions.jsonl.gz"));
    }

    /** Natural Questions' passages, each a document. */
    static Readers nq(Data data) {
        List<Document> documents = new ArrayList<>();
        for (JsonNode row : rows(data, "compression/nq_docs.jsonl.gz")) {
            documents.add(document(
                    "d" + row.get("id").asText(),
                    row.get("title").asText(),
                    row.get("text").asText()));
        }
        return new Readers("nq", documents, questions(data, "compression/nq_questions.jsonl.gz"));
    }

    private static Document document(String id, String title, String text) {
        return new Document(Document.SCHEMA, TENANT, id, title, null, text, List.of(), Instant.EPOCH);
    }

    private static List<Question> questions(Data data, String file) {
        return rows(data, file).stream()
                .map(row -> new Question(row.get("q").asText(), texts(row.get("answers"))))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<JsonNode> rows(Data data, String file) {
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
