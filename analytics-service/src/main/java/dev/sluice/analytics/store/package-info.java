/** One DuckDB file with events, rejects and offsets. Written by one thread, read by a bounded number of others. */
@NullMarked
package dev.sluice.analytics.store;

import org.jspecify.annotations.NullMarked;
