/**
 * Typed documents, written by a model section by section: each section has a shape it is checked against before anybody sees
 * it. Types and shapes are data, in {@code document-types.json}.
 */
@NullMarked
package dev.sluice.optimizer.documents;

import org.jspecify.annotations.NullMarked;
