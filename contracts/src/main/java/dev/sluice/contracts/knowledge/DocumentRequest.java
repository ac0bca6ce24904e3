package dev.sluice.contracts.knowledge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document for the tenant's knowledge index.
 *
 * @param id the caller's id; a second document with it replaces the first; absent means one is made
 * @param title shown in citations
 * @param text plain text or Markdown, at most 10 MiB
 * @param url where it came from, shown in citations, never fetched
 * @param labels words to search by, at most 20
 */
public record DocumentRequest(
        @Nullable String id,
        @Nullable String title,
        @Nullable String text,
        @Nullable String url,
        @Nullable List<String> labels) {

    public DocumentRequest {
        labels = labels == null ? null : labels.stream().toList();
    }
}
