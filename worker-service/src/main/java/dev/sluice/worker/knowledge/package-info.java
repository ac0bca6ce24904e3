/** The tenant's documents: kept on a compacted topic, cut into passages, found by BM25. */
@NullMarked
package dev.sluice.worker.knowledge;

import org.jspecify.annotations.NullMarked;
