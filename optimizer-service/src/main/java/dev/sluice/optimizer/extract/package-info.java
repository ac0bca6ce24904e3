/**
 * What may go when a question says what matters: whole sentences that have little to do with it, and old turns when a
 * target asks for it. Extraction beats pruning single words (2407.08892); relevance is BM25 with the best sentence of
 * the paragraph as a second opinion.
 */
@NullMarked
package dev.sluice.optimizer.extract;

import org.jspecify.annotations.NullMarked;
