/**
 * Nearest vectors, in memory. Knows nothing of tenants: whoever keeps one index per (tenant, scope) cannot compare across
 * them. What was added or removed is seen by the next search.
 */
@NullMarked
package dev.sluice.cache.index;

import org.jspecify.annotations.NullMarked;
