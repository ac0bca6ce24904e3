/**
 * Changes inside one text that keep its meaning: white space, duplicates, and typed rewrite rules read from a resource.
 * Each strategy proposes edits; {@link dev.sluice.optimizer.rewrite.Edits} refuses those that touch a protected span.
 */
@NullMarked
package dev.sluice.optimizer.rewrite;

import org.jspecify.annotations.NullMarked;
