/**
 * How good and how fast the cache is: {@code ./sluice bench cache}. Figures of quality are measured on labelled public
 * data, which is not part of this repository ({@link dev.sluice.bench.cache.Data}); without it those rows are left out.
 */
@NullMarked
package dev.sluice.bench.cache;

import org.jspecify.annotations.NullMarked;
