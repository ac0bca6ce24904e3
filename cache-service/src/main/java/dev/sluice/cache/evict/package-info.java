/**
 * What goes when memory is full. {@link dev.sluice.cache.evict.Bounded} keeps values up to a number of bytes; a
 * {@link dev.sluice.cache.evict.Strategy} says which of some sampled entries is the least worth. Reading takes no lock.
 */
@NullMarked
package dev.sluice.cache.evict;

import org.jspecify.annotations.NullMarked;
