package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a document.
 *
 * @param id its id
 * @param title shown in citations
 * @param url where it came from
 * @param characters how long its text is
 * @param passages how many passages it was cut into
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
        Instant updatedAt,
        @Nullable String text) {

    DocumentInfo withText(String whole) {
        return new DocumentInfo(id, title, url, characters, passages, updatedAt, whole);
    }
}
