package dev.sluice.contracts.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A document for the tenant's knowledge index.
 *
 * @param id the caller's id; a second document with it replaces the first; absent means one is made
 * @param title shown in citations
 * @param text plain text or Markdown, at most 10 MiB
 * @param url where it came from, shown in citations, never fetched
 */
public record DocumentRequest(
        @Nullable String id,
        @Nullable String title,
        @Nullable String text,
        @Nullable String url) {}
