/** Vectors of texts from the cache-service, a helper: late or away means that words alone decide. */
@NullMarked
package dev.sluice.optimizer.meaning;

import org.jspecify.annotations.NullMarked;
