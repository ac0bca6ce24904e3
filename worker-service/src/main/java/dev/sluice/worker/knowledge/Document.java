package dev.sluice.worker.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a tenant: the value on {@code sluice.documents}, key = tenant and id.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param tenant whose it is
 * @param id the caller's id, or one that was made
 * @param title shown in citations
 * @param url where it came from
 * @param text plain text or Markdown, whatever it was made from
 * @param labels words to search by; absent in old records
 * @param updatedAt when it was posted
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Document(
        int schema,
        String tenant,
        String id,
        String title,
        @Nullable String url,
        String text,
        List<String> labels,
        Instant updatedAt) {

    /** The version this code writes. */
    public static final int SCHEMA = 1;

    public Document {
        // Jackson passes null for a record that was written before there were labels.
        labels = labels == null ? List.of() : List.copyOf(labels);
    }

    String key() {
        return tenant + "/" + id;
    }
}
