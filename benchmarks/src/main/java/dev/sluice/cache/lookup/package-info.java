/** Opens the path of an exact hit to the benchmarks. */
@NullMarked
package dev.sluice.cache.lookup;

import org.jspecify.annotations.NullMarked;
