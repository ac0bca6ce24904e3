/** Sentences and tokens: the two measures the optimiser works with. */
@NullMarked
package dev.sluice.optimizer.text;

import org.jspecify.annotations.NullMarked;
