/**
 * Trains the cache's scorer: {@code ./sluice bench cache-train}. Reads the labelled data of {@link
 * dev.sluice.bench.cache.Data}, writes the model file that ships with cache-service, and prints what was measured on
 * questions the trees had not seen. One thread and one seed: the same data give the same file.
 */
@NullMarked
package dev.sluice.bench.cache.train;

import org.jspecify.annotations.NullMarked;
