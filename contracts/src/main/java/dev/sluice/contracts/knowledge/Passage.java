package dev.sluice.contracts.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A passage found for a question; what a citation points at.
 *
 * @param n the citation's number in the answer, from 1
 * @param documentId the document it stands in; of a page of the web, its address
 * @param title the document's title
 * @param url where the document came from
 * @param text the passage itself, verbatim
 * @param score the retrieval score, higher is better, comparable within one answer only
 * @param origin {@link #DOCUMENT} for the tenant's own, {@link #WEB} for a result of a web search
 */
public record Passage(
        int n, String documentId, String title, @Nullable String url, String text, double score, String origin) {

    /** The origin of the tenant's own documents. */
    public static final String DOCUMENT = "document";

    /** The origin of what a web search found. */
    public static final String WEB = "web";

    /** A passage of the tenant's own document. */
    public Passage(int n, String documentId, String title, @Nullable String url, String text, double score) {
        this(n, documentId, title, url, text, score, DOCUMENT);
    }
}
