/**
 * How probable it is that two questions share an answer. {@link dev.sluice.cache.score.Scorer} picks the best of a few
 * candidates and says why; {@link dev.sluice.cache.score.Calibration} turns an allowed share of wrong answers into the
 * probability to ask for. Pure code over two resource files: what is known of English, and trees that were trained
 * elsewhere ({@code benchmarks}, cache-train).
 */
@NullMarked
package dev.sluice.cache.score;

import org.jspecify.annotations.NullMarked;
