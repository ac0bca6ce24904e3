package dev.sluice.worker.formats;

/**
 * What was read from a document.
 *
 * @param title the document's own; empty when it has none
 * @param text plain text or Markdown
 */
public record Reading(String title, String text) {}
