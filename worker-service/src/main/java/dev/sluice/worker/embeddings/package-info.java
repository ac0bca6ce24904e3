/** Vectors of texts, as cache-service makes them. */
@NullMarked
package dev.sluice.worker.embeddings;

import org.jspecify.annotations.NullMarked;
