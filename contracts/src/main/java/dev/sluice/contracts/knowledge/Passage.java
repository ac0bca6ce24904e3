package dev.sluice.contracts.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A passage found for a question; what a citation points at.
 *
 * @param n the citation's number in the answer, from 1
 * @param documentId the document it stands in
 * @param title the document's title
 * @param url where the document came from
 * @param text the passage itself, verbatim
 * @param score the retrieval score, higher is better, comparable within one answer only
 */
public record Passage(
        int n, String documentId, String title, @Nullable String url, String text, double score) {}
