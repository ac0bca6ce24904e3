package dev.sluice.gateway.control;

/**
 * A kind of record that administrators write as it is: {@code GET|PUT|DELETE /admin/<path>/<id>}. Keys are none: they
 * are made, and have calls of their own.
 */
public interface EditablePart extends FilePart {}
