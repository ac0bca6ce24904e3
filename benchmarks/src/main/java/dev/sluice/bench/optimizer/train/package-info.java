/**
 * Trains the choice between a cheap and a strong model: a space of questions, what is known of them, logistic heads,
 * calibration. The same data and vectors give the same file.
 */
@NullMarked
package dev.sluice.bench.optimizer.train;

import org.jspecify.annotations.NullMarked;
