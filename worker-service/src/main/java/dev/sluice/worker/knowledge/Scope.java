package dev.sluice.worker.knowledge;

import java.util.Set;

/**
 * Which of a tenant's documents are searched.
 *
 * @param labels documents that have one of these; empty for any
 * @param documents documents with one of these ids; empty for any
 */
public record Scope(Set<String> labels, Set<String> documents) {

    /** All of them. */
    public static final Scope ALL = new Scope(Set.of(), Set.of());

    public Scope {
        labels = Set.copyOf(labels);
        documents = Set.copyOf(documents);
    }
}
