/**
 * Benchmarks behind {@code ./sluice bench NAME}. Each prints a table and writes {@code target/bench/NAME.json}. Absolute
 * times on shared machines are noise: read the ratios to what ran in the same run.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
