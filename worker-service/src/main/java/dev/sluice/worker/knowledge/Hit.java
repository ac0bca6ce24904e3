package dev.sluice.worker.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A passage as an index found it.
 *
 * @param documentId the document it stands in
 * @param ordinal which passage of the document, from 0
 * @param title the document's title, with the headings the passage stands under
 * @param url where the document came from
 * @param text the passage, verbatim
 * @param score the index's own; comparable within one list only
 */
record Hit(
        String documentId,
        int ordinal,
        String title,
        @Nullable String url,
        String text,
        double score) {

    /** What makes two hits the same passage. */
    record Place(String documentId, int ordinal) {}

    Place place() {
        return new Place(documentId, ordinal);
    }

    Hit scored(double other) {
        return new Hit(documentId, ordinal, title, url, text, other);
    }
}
