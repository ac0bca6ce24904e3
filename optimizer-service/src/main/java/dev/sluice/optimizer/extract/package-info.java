/**
 * What may go when a question says what matters: whole sentences that have little to do with it, and old turns when a
 * target asks for it. Extraction beats pruning single words (2407.08892); relevance is BM25 and, where vectors
 * are to be had, their cosine, with neighbours and the best sentence of the paragraph as a second opinion.
 */
@NullMarked
package dev.sluice.optimizer.extract;

import org.jspecify.annotations.NullMarked;
