/** Opens the local store to the benchmarks. */
@NullMarked
package dev.sluice.cache.store;

import org.jspecify.annotations.NullMarked;
