package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a document.
 *
 * @param id its id
 * @param title shown in citations
 * @param url where it came from
 * @param characters how long its text is
 * @param passages how many passages it was cut into
 * @param labels words to search by
 * @param updatedAt when it was posted
 * @param text its text; absent in lists
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentInfo(
        String id,
        String title,
        @Nullable String url,
        int characters,
        int passages,
        List<String> labels,
        Instant updatedAt,
        @Nullable String text) {

    public DocumentInfo {
        labels = List.copyOf(labels);
    }

    static DocumentInfo of(Document document, int passages) {
        return new DocumentInfo(
                document.id(),
                document.title(),
                document.url(),
                document.text().length(),
                passages,
                document.labels(),
                document.updatedAt(),
                null);
    }

    /** The document this tells all of. */
    Document document(String tenant) {
        return new Document(Document.SCHEMA, tenant, id, title, url, text == null ? "" : text, labels, updatedAt);
    }

    DocumentInfo withText(String whole) {
        return new DocumentInfo(id, title, url, characters, passages, labels, updatedAt, whole);
    }
}
